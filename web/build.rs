//! The words of the pages are read while this crate is compiled; the compiler does not see that for itself.

fn main() {
    println!("cargo::rerun-if-changed=locales");
}
