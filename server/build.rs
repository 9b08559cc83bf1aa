//! Puts `target/site` into the executable: one file to copy to a server, and no folder to forget.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error, fs};

#[path = "../xtask/src/web/sources.rs"]
mod sources;

/// Beside this package, where `cargo xtask web` writes.
const SITE: &str = "../target/site";
const VARIABLE: &str = "OCOP_SITE";

fn main() -> Result<(), Box<dyn error::Error>> {
    println!("cargo:rerun-if-env-changed={VARIABLE}");
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo tells no manifest folder")?);
    let site = env::var_os(VARIABLE).map_or_else(|| here.join(SITE), |folder| here.join(folder));
    let manifest = site.join("manifest.json");
    // Its names change with the bytes of the files, so that it alone tells when something changed.
    println!("cargo:rerun-if-changed={}", manifest.display());
    let table = if manifest.is_file() {
        compare(&here.join(".."), &site)?;
        table(&site.canonicalize()?, &fs::read_to_string(&manifest)?)?
    } else {
        println!(
            "cargo:warning=no {}: pages have no styles and no islands until `cargo xtask web`",
            manifest.display()
        );
        print(&[])?
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo tells no output folder")?);
    fs::write(out.join("assets.rs"), table)?;
    Ok(())
}

/// Warns where the site was made from other sources than there are: its islands may not be those of the pages.
fn compare(root: &Path, site: &Path) -> Result<(), Box<dyn error::Error>> {
    let mark = site.join(sources::MARK);
    println!("cargo:rerun-if-changed={}", mark.display());
    for source in sources::SOURCES {
        println!("cargo:rerun-if-changed={}", root.join(source).display());
    }
    if fs::read_to_string(mark).unwrap_or_default() != sources::mark(root)? {
        println!(
            "cargo:warning={} is of other sources than web/: islands may not wake until `cargo xtask web`",
            site.display()
        );
    }
    Ok(())
}

struct File {
    name: String,
    path: String,
    content_type: String,
    identity: PathBuf,
}

fn table(site: &Path, manifest: &str) -> Result<String, Box<dyn error::Error>> {
    let manifest: serde_json::Map<String, serde_json::Value> = serde_json::from_str(manifest)?;
    let mut files = Vec::new();
    for (name, entry) in manifest {
        let text = |key: &str| {
            entry
                .get(key)
                .and_then(serde_json::Value::as_str)
                .map(str::to_owned)
        };
        let path = text("file").ok_or_else(|| format!("{name} has no file"))?;
        let content_type = text("type").ok_or_else(|| format!("{name} has no type"))?;
        files.push(File {
            name,
            identity: site.join(&path),
            path,
            content_type,
        });
    }
    Ok(print(&files)?)
}

/// Two tables, each in the order in which it is searched.
fn print(files: &[File]) -> Result<String, std::fmt::Error> {
    let mut out =
        String::from("/// Each file, by the path that is asked for.\nstatic ASSETS: &[Asset] = &[\n");
    let mut by_path: Vec<&File> = files.iter().collect();
    by_path.sort_by(|a, b| a.path.cmp(&b.path));
    for file in by_path {
        let (path, content_type) = (&file.path, &file.content_type);
        let include = |file: &Path| format!("include_bytes!({:?})", file.display().to_string());
        let copy = |extension: &str| {
            let copy = PathBuf::from(format!("{}.{extension}", file.identity.display()));
            if copy.is_file() {
                format!("Some({})", include(&copy))
            } else {
                "None".to_owned()
            }
        };
        let (identity, br, gzip) = (include(&file.identity), copy("br"), copy("gz"));
        writeln!(
            out,
            "    Asset {{ path: {path:?}, content_type: {content_type:?},"
        )?;
        writeln!(
            out,
            "        identity: {identity},\n        br: {br},\n        gzip: {gzip} }},"
        )?;
    }
    out.push_str("];\n/// The address of each logical name.\nstatic ADDRESSES: &[(&str, &str)] = &[\n");
    let mut by_name: Vec<&File> = files.iter().collect();
    by_name.sort_by(|a, b| a.name.cmp(&b.name));
    for file in by_name {
        writeln!(
            out,
            "    ({:?}, {:?}),",
            file.name,
            format!("/assets/{}", file.path)
        )?;
    }
    out.push_str("];\n");
    Ok(out)
}
