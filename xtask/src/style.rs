//! Style sheets: one entry file and what it imports become one file. Anything not understood fails the build.

use std::fs;
use std::path::Path;

use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::dependencies::{Dependency, DependencyOptions};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};

use crate::site::Site;
use crate::{Profile, Result, root};

/// The oldest browsers served as they are: those with nesting, `oklch()` and `light-dark()`.
const BROWSERS: Browsers = Browsers {
    android: None,
    chrome: Some(123 << 16),
    edge: Some(123 << 16),
    firefox: Some(121 << 16),
    ie: None,
    ios_saf: Some(17 << 16 | 5 << 8),
    opera: None,
    safari: Some(17 << 16 | 5 << 8),
    samsung: None,
};

/// Bundles `entry` into the site as `logical`, and the files that its `url()`s name.
pub fn add(site: &mut Site, logical: &str, entry: &Path, profile: Profile) -> Result {
    let name = entry.strip_prefix(root()).unwrap_or(entry).display();
    let files = FileProvider::new();
    let mut sheet = Bundler::new(&files, None, ParserOptions::default()).bundle(entry).map_err(|e| format!("{name}: {e}"))?;
    let targets = Targets::from(BROWSERS);
    sheet.minify(MinifyOptions { targets, ..Default::default() }).map_err(|e| format!("{name}: {e}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: profile == Profile::Release,
            targets,
            analyze_dependencies: Some(DependencyOptions { remove_imports: false }),
            ..Default::default()
        })
        .map_err(|e| format!("{name}: {e}"))?;

    let mut css = printed.code;
    for dependency in printed.dependencies.unwrap_or_default() {
        let url = match dependency {
            Dependency::Url(url) => url,
            Dependency::Import(import) => return Err(format!("{name}: imports {} from elsewhere", import.url).into()),
        };
        let hashed = resource(site, &url.url, Path::new(&url.loc.file_path))?;
        css = css.replace(&url.placeholder, &hashed);
    }
    site.add(logical, css.as_bytes())?;
    Ok(())
}

/// The address under which a style sheet in `pkg/` reaches the file that it calls `url`.
fn resource(site: &mut Site, url: &str, from: &Path) -> Result<String> {
    if url.starts_with("data:") || url.starts_with('#') {
        return Ok(url.to_owned());
    }
    if url.contains("://") || url.starts_with("//") {
        return Err(format!("{}: {url}: no third-party files", from.display()).into());
    }
    if let Some(public) = url.strip_prefix('/') {
        let file = root().join("public").join(public);
        return if file.is_file() { Ok(url.to_owned()) } else { Err(format!("{}: {url} is not in public/", from.display()).into()) };
    }
    let (path, fragment) = url.split_at(url.find(['#', '?']).unwrap_or(url.len()));
    let file = from.with_file_name(path);
    let content = fs::read(&file).map_err(|e| format!("{}: {url}: {e}", from.display()))?;
    let logical = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let hashed = site.add(&logical, &content)?;
    Ok(format!("{}{fragment}", hashed.trim_start_matches("pkg/")))
}
