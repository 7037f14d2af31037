//! Every flow of every case that is not allowed: its fixes are proved, as a whole and line by line.

fn main() {
    tests::case::each(|path| tests::case::fixes(path).map(|_| ()));
}
