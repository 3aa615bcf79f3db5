//! The browser bundles: the staff's application, the pages of clients, the pages of candidates.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::site::{Site, hex};
use crate::{Profile, Result, cargo, root, sh, step, style, target};

/// A bundle's name and the features that make it.
const BUNDLES: [(&str, &str); 3] = [("agendum", "hydrate"), ("public", "hydrate,public"), ("booking", "hydrate,booking")];
/// A style sheet's logical name and its entry file.
const STYLES: [(&str, &str); 2] = [("main.css", "style/main.css"), ("public.css", "style/public.css")];

/// Compiles what is out of date and lays the site out.
pub fn build(profile: Profile) -> Result {
    for (name, features) in BUNDLES {
        bundle(name, features, profile)?;
    }
    assemble(profile)
}

/// The week grid by itself, for the bench: a site of its own, with `grid_bench.js` and `main.css`.
pub fn grid_bench() -> Result {
    let profile = Profile::Release;
    bundle("grid_bench", "grid-bench,public", profile)?;
    let kept = kept("grid_bench", profile);
    let mut site = Site::open(kept.join("site"), profile)?;
    add_bundle(&mut site, "grid_bench", &kept)?;
    style::add(&mut site, "main.css", &root().join("style/main.css"), profile)?;
    site.finish()
}

/// Lays `target/site` out from the bundles, the styles and `public/`.
pub fn assemble(profile: Profile) -> Result {
    let start = Instant::now();
    let mut site = Site::open(target().join("site"), profile)?;
    for (name, _) in BUNDLES {
        add_bundle(&mut site, name, &kept(name, profile)).map_err(|e| format!("bundle {name}: {e}"))?;
    }
    for (name, entry) in STYLES {
        style::add(&mut site, name, &root().join(entry), profile)?;
    }
    site.add_all(&root().join("public"))?;
    site.finish()?;
    step("site laid out", start);
    Ok(())
}

/// Where a finished bundle is kept: `NAME.js`, `NAME_bg.wasm`, and what it was made from.
fn kept(name: &str, profile: Profile) -> PathBuf {
    target().join("front/bundles").join(if profile == Profile::Release { "release" } else { "dev" }).join(name)
}

fn bundle(name: &str, features: &str, profile: Profile) -> Result {
    let kept = kept(name, profile);
    let made_from = kept.join("made-from");
    if let (Ok(files), Ok(stamp)) = (fs::read_to_string(kept.join("files")), fs::read_to_string(&made_from))
        && fingerprint(&files)? == stamp
    {
        return Ok(());
    }

    let start = Instant::now();
    let wasm = compile(features, profile)?;
    step(&format!("{name} compiled"), start);

    let start = Instant::now();
    let _ = fs::remove_dir_all(&kept);
    fs::create_dir_all(&kept)?;
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(&wasm)
        .web(true)
        .map_err(|e| e.to_string())?
        .typescript(false)
        .remove_name_section(profile == Profile::Release)
        .remove_producers_section(true)
        .out_name(name)
        .generate(&kept)
        .map_err(|e| format!("wasm-bindgen: {e:#}"))?;
    step(&format!("{name} bound"), start);
    if profile == Profile::Release {
        optimise(&kept.join(format!("{name}_bg.wasm")))?;
    }

    let files = sources(&wasm.with_extension("d"))?;
    fs::write(kept.join("files"), &files)?;
    fs::write(made_from, fingerprint(&files)?)?;
    Ok(())
}

/// Compiles the crate and returns the module's path.
///
/// All bundles have the same file name there, and cargo would take another one's for fresh: hence the removal.
fn compile(features: &str, profile: Profile) -> Result<PathBuf> {
    let dir = target().join("front").join(cargo::WASM).join(if profile == Profile::Release { "wasm-release" } else { "debug" });
    let wasm = dir.join("agendum.wasm");
    for old in [&wasm, &dir.join("deps/agendum.wasm")] {
        let _ = fs::remove_file(old);
    }
    cargo::front(features, profile)?;
    Ok(wasm)
}

/// The source files that cargo's dep-info names, one a line, relative to the workspace.
fn sources(dep_info: &Path) -> Result<String> {
    let text = fs::read_to_string(dep_info).map_err(|e| format!("{}: {e}", dep_info.display()))?;
    let (_, files) = text.split_once(": ").ok_or_else(|| format!("{}: not understood", dep_info.display()))?;
    let root = root();
    let mut names = Vec::new();
    for file in files.trim().replace("\\ ", "\0").split_whitespace() {
        let path = PathBuf::from(file.replace('\0', " "));
        names.push(path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names.join("\n"))
}

/// A hash over everything a bundle is made from; a file that has gone counts as empty.
fn fingerprint(files: &str) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(cargo::wasm_version()?);
    hash.update(include_str!("front.rs"));
    for file in ["Cargo.toml", "Cargo.lock", ".cargo/config.toml"].into_iter().chain(files.lines()) {
        hash.update(file);
        hash.update(Sha256::digest(fs::read(root().join(file)).unwrap_or_default()));
    }
    Ok(hex(&hash.finalize()))
}

/// Makes a module smaller with the wasm-opt of the npm package `binaryen`.
///
/// Never with whatever is in PATH: Debian's binaryen 108 writes a module that fails at its start.
fn optimise(wasm: &Path) -> Result {
    let start = Instant::now();
    let wasm_opt = root().join("end2end/node_modules/.bin/wasm-opt");
    if !wasm_opt.exists() {
        return Err("wasm-opt is missing: run scripts/setup.sh build".into());
    }
    let mut command = Command::new(wasm_opt);
    command.args(["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"]);
    command.args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue", "-o"]);
    sh(command.arg(wasm).arg(wasm))?;
    step("wasm-opt", start);
    Ok(())
}

/// Puts a bundle into the site, its script pointing at the hashed names of module and snippets.
fn add_bundle(site: &mut Site, name: &str, kept: &Path) -> Result {
    let module = format!("{name}_bg.wasm");
    let wasm = site.add(&format!("{name}.wasm"), &fs::read(kept.join(&module))?)?;
    let mut script = fs::read_to_string(kept.join(format!("{name}.js")))?.replace(&module, file_name(&wasm));
    let snippets = kept.join("snippets");
    for file in crate::site::files_under(&snippets)? {
        let inner = file.strip_prefix(kept)?.to_string_lossy().into_owned();
        let logical = format!("{name}.{}", inner.replace('/', "-"));
        let hashed = site.add(&logical, &fs::read(&file)?)?;
        script = script.replace(&format!("./{inner}"), &format!("./{}", file_name(&hashed)));
    }
    site.add(&format!("{name}.js"), script.as_bytes())?;
    Ok(())
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
