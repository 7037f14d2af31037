//! The system's package manager, where it may be used without a password.

use std::{env, process::Command};

use crate::shell;

/// The commands that install a package, by the first of these package managers that is here; `None` if none is, or if it may
/// not be used.
pub(crate) fn install(packages: &[(&str, &str)]) -> Option<Vec<Command>> {
    if env::consts::OS != "linux" {
        return None;
    }
    let (manager, names) = packages.iter().find(|(manager, _)| shell::which(manager).is_some())?;
    let names = names.split(' ');
    let with = |words: &[&'static str]| words.iter().copied().chain(names.clone()).map(str::to_owned).collect();
    let lines: Vec<Vec<String>> = match *manager {
        "apt-get" => vec![
            ["apt-get", "update", "-qq"].map(str::to_owned).to_vec(),
            with(&["apt-get", "install", "-y", "-qq"]),
        ],
        "dnf" => vec![with(&["dnf", "install", "-y"])],
        "pacman" => vec![with(&["pacman", "-S", "--noconfirm"])],
        _ => return None,
    };
    let as_root = shell::output(Command::new("id").arg("-u")).as_deref() == Some("0");
    let may_sudo = || shell::output(Command::new("sudo").args(["-n", "true"])).is_some();
    if !as_root && !may_sudo() {
        return None;
    }
    Some(lines.iter().map(|words| privileged(words, as_root)).collect())
}

fn privileged(words: &[String], as_root: bool) -> Command {
    let mut command = Command::new(if as_root { "env" } else { "sudo" });
    if !as_root {
        command.args(["-n", "env"]);
    }
    command.arg("DEBIAN_FRONTEND=noninteractive").args(words);
    command
}
