//! What must hold for the project as a whole: who may use whom, how long a file may be, what must not be written.

#[path = "tidy/dependencies.rs"]
mod dependencies;
#[path = "tidy/sources.rs"]
mod sources;
