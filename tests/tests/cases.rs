//! Runs every case file as a test of its own; `cargo test -p tests --test cases SB-04` runs one.

fn main() {
    tests::case::each(tests::case::run);
}
