//! `target/site`: what the server hands out as files. Under `pkg/` each file bears the hash of its content in its name, so
//! browsers may keep it for ever; `manifest.json` leads from logical names to these.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::{Profile, Result};

const MANIFEST: &str = "manifest.json";

/// A site being laid out. A server may be running from the same folder: files are added first, then the manifest changes,
/// and only what neither the new nor the last manifest names is taken away.
pub struct Site {
    folder: PathBuf,
    compress: bool,
    manifest: BTreeMap<String, String>,
}

impl Site {
    /// Begins a site in `folder`. Release sites get a brotli twin `NAME.br` beside each file that gains by it.
    pub fn open(folder: PathBuf, profile: Profile) -> Result<Self> {
        fs::create_dir_all(folder.join("pkg"))?;
        Ok(Self { folder, compress: profile == Profile::Release, manifest: BTreeMap::new() })
    }

    /// Adds a file under `pkg/` and returns its path in the site, such as `pkg/agendum.3f2a91c0d4e5b6a7.js`.
    pub fn add(&mut self, logical: &str, content: &[u8]) -> Result<String> {
        let hash = hex(&Sha256::digest(content)[..8]);
        let (stem, extension) = logical.rsplit_once('.').ok_or_else(|| format!("{logical} has no extension"))?;
        let path = format!("pkg/{stem}.{hash}.{extension}");
        self.put(&path, content)?;
        match self.manifest.insert(logical.to_owned(), path.clone()) {
            Some(other) if other != path => Err(format!("two files are called {logical}").into()),
            _ => Ok(path),
        }
    }

    /// Adds every file of a folder under its file name.
    pub fn add_all(&mut self, from: &Path) -> Result {
        for file in files_under(from)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.add(&name, &fs::read(&file)?)?;
        }
        Ok(())
    }

    fn put(&self, name: &str, content: &[u8]) -> Result {
        let path = self.folder.join(name);
        let twin = self.folder.join(format!("{name}.br"));
        let same = fs::read(&path).is_ok_and(|old| old == content);
        if !same {
            let _ = fs::remove_file(&twin);
            replace(&path, content)?;
        }
        if self.compress && !twin.exists() && compressible(name) {
            replace(&twin, &brotli(content)?)?;
        }
        Ok(())
    }

    /// Writes the manifest and removes what is no longer used.
    pub fn finish(self) -> Result {
        let path = self.folder.join(MANIFEST);
        let lines: Vec<String> = self.manifest.iter().map(|(logical, path)| format!("  \"{logical}\": \"{path}\"")).collect();
        let text = format!("{{\n{}\n}}\n", lines.join(",\n"));
        let last = fs::read_to_string(&path).unwrap_or_default();
        if text == last {
            return Ok(());
        }
        replace(&path, text.as_bytes())?;
        for file in files_under(&self.folder)?.into_iter().filter(|file| *file != path) {
            let name = file.strip_prefix(&self.folder)?.to_string_lossy().into_owned();
            let quoted = format!("\"{}\"", name.strip_suffix(".br").unwrap_or(&name));
            if !text.contains(&quoted) && !last.contains(&quoted) {
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }
}

/// All files below a folder, sorted; none where the folder does not exist.
pub fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_under(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes beside the file and renames, so that no reader sees half of it.
fn replace(path: &Path, content: &[u8]) -> Result {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let fresh = PathBuf::from(format!("{}.{}.new", path.display(), std::process::id()));
    fs::write(&fresh, content).and_then(|()| fs::rename(&fresh, path)).map_err(|e| format!("{}: {e}", path.display()).into())
}

fn compressible(name: &str) -> bool {
    [".js", ".wasm", ".css", ".svg", ".json", ".html", ".txt", ".xml", ".webmanifest", ".ico"].iter().any(|end| name.ends_with(end))
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut Cursor::new(content), &mut out, &params)?;
    Ok(out)
}
