//! `cargo run -p tests --example large -- 50 > account.json`: an account of so many VPCs, 200 interfaces each.
#![allow(clippy::print_stdout)] // A command-line program talks to the terminal.

fn main() {
    let vpcs = std::env::args().nth(1).and_then(|number| number.parse().ok());
    println!("{}", tests::large::account(vpcs.unwrap_or(50).min(250)));
}
