//! Sets text on A4 pages: parley shapes it and breaks its lines, krilla writes the PDF with the fonts' used parts embedded.
//!
//! DejaVu Sans is built in: Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian, Georgian. Other scripts come from the fonts that are
//! installed (`fonts-noto-core`, `fonts-noto-cjk`); nothing is fetched.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Data, Document};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::style::{FontFamily, FontFeatures, FontStyle, FontWeight, LineHeight, OverflowWrap, StyleProperty};
use parley::{Alignment, AlignmentOptions, FontContext, Layout, LayoutContext};

/// A4 (ISO 216) and its margins, in points.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
const MARGIN: f32 = 56.0;
/// Where the text ends; the number of the page stands below.
const BOTTOM: f32 = HEIGHT - 72.0;

/// In the order in which they are asked for a letter.
const FAMILIES: &str = "'DejaVu Sans', 'Noto Sans', 'Noto Sans Devanagari', 'Noto Sans Bengali', 'Noto Sans Gujarati', 'Noto Sans Gurmukhi', \
    'Noto Sans Tamil', 'Noto Sans Telugu', 'Noto Sans Kannada', 'Noto Sans Malayalam', 'Noto Sans Sinhala', 'Noto Sans Thai', 'Noto Sans Lao', \
    'Noto Sans Khmer', 'Noto Sans Myanmar', 'Noto Sans Ethiopic', 'Noto Sans CJK SC', 'Noto Sans CJK JP', 'Noto Sans CJK KR', \
    'WenQuanYi Zen Hei', 'Droid Sans Fallback', 'Noto Sans Symbols', 'Noto Sans Symbols2'";

/// Where installed fonts lie (Filesystem Hierarchy Standard); what is not there is passed over.
const INSTALLED: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];

/// How a paragraph looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// In points.
    pub size: f32,
    /// Heavier.
    pub bold: bool,
    /// Paler.
    pub soft: bool,
    /// From the left margin, in points.
    pub indent: f32,
    /// Above it, in points; not at the top of a page.
    pub above: f32,
}

impl Default for Look {
    fn default() -> Self {
        Self { size: 9.5, bold: false, soft: false, indent: 0.0, above: 3.0 }
    }
}

/// A part of a text that looks different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stress {
    /// Its bytes.
    pub range: Range<usize>,
    /// Heavier.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
}

/// What was set: lines of glyphs, rules and boxes, page by page.
enum Mark {
    Glyphs { x: f32, baseline: f32, font: Font, size: f32, glyphs: Vec<KrillaGlyph>, text: Arc<str>, soft: bool },
    Rule { x: f32, y: f32 },
    Square { x: f32, y: f32, size: f32 },
}

/// A document that is being set, from top to bottom.
pub struct Sheet {
    fonts: FontContext,
    layouts: LayoutContext<bool>,
    /// By the font's identity in memory and its place in the file.
    loaded: HashMap<(u64, u32), Option<Font>>,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

/// A PDF could not be written.
#[derive(Debug, thiserror::Error)]
#[error("PDF: {0}")]
pub struct PdfError(String);

impl Sheet {
    /// An empty first page.
    pub fn new() -> Self {
        Self { fonts: fonts().clone(), layouts: LayoutContext::new(), loaded: HashMap::new(), pages: vec![Vec::new()], y: MARGIN }
    }

    /// Begins a new page where less than this is left on the present one, in points.
    pub fn keep_together(&mut self, needed: f32) {
        if self.y + needed > BOTTOM && self.y > MARGIN {
            self.turn();
        }
    }

    /// Leaves room, in points; none at the top of a page.
    pub fn space(&mut self, height: f32) {
        if self.y > MARGIN {
            self.y += height;
        }
    }

    /// Sets a text of any length; line breaks in it stand.
    pub fn text(&mut self, text: &str, look: Look) {
        self.stressed(text, &[], look);
    }

    /// A text with a mark before its first line, as in lists.
    pub fn item(&mut self, mark: &str, text: &str, stresses: &[Stress], look: Look) {
        const WIDTH_OF_MARK: f32 = 18.0;
        self.keep_together(look.size * 2.0);
        self.space(look.above);
        let look = Look { above: 0.0, ..look };
        let (page, top) = (self.pages.len(), self.y);
        self.text(mark, look);
        // The mark is shorter than a line: the text begins beside it.
        if self.pages.len() == page {
            self.y = top;
        }
        self.stressed(text, stresses, Look { indent: look.indent + WIDTH_OF_MARK, ..look });
    }

    /// A text of which parts look different.
    pub fn stressed(&mut self, text: &str, stresses: &[Stress], look: Look) {
        if text.trim().is_empty() {
            return;
        }
        self.space(look.above);
        let layout = self.laid_out(text, stresses, look, WIDTH - 2.0 * MARGIN - look.indent);
        let text: Arc<str> = text.into();
        for line in layout.lines() {
            let (top, height) = (line.metrics().block_min_coord, line.metrics().block_max_coord - line.metrics().block_min_coord);
            if self.y + height > BOTTOM {
                self.turn();
            }
            let baseline = self.y + line.metrics().baseline - top;
            let mut x = MARGIN + look.indent + line.metrics().offset;
            for run in line.runs() {
                let glyphs: Vec<KrillaGlyph> = run
                    .visual_clusters()
                    .flat_map(|cluster| cluster.glyphs().map(move |glyph| (cluster.text_range(), glyph)))
                    .map(|(range, glyph)| {
                        let size = run.font_size();
                        KrillaGlyph::new(GlyphId::new(glyph.id), glyph.advance / size, glyph.x / size, -glyph.y / size, 0.0, range, None)
                    })
                    .collect();
                if let Some(font) = self.font(run.font()) {
                    let mark = Mark::Glyphs { x, baseline, font, size: run.font_size(), glyphs, text: Arc::clone(&text), soft: look.soft };
                    self.mark(mark);
                }
                x += run.advance();
            }
            self.y += height;
        }
    }

    /// A text behind a box to be ticked by hand.
    pub fn option(&mut self, text: &str, look: Look) {
        const SIZE: f32 = 8.0;
        self.keep_together(look.size * 2.0);
        self.space(look.above);
        let (page, top) = (self.pages.len(), self.y);
        self.mark(Mark::Square { x: MARGIN + look.indent, y: top + 2.0, size: SIZE });
        self.text(text, Look { indent: look.indent + SIZE + 6.0, above: 0.0, ..look });
        if self.pages.len() == page && self.y < top + SIZE + 4.0 {
            self.y = top + SIZE + 4.0;
        }
    }

    /// Lines to write on by hand.
    pub fn lines(&mut self, count: u8, indent: f32) {
        const DISTANCE: f32 = 22.0;
        for _ in 0..count {
            if self.y + DISTANCE > BOTTOM {
                self.turn();
            }
            self.y += DISTANCE;
            self.mark(Mark::Rule { x: MARGIN + indent, y: self.y });
        }
    }

    /// A line across the page.
    pub fn rule(&mut self) {
        self.space(6.0);
        self.mark(Mark::Rule { x: MARGIN, y: self.y });
        self.y += 4.0;
    }

    /// Writes the document; `footer` gives what stands below each page from its number and how many there are.
    ///
    /// # Errors
    /// When a font is broken.
    pub fn finish(mut self, title: &str, language: &str, footer: impl Fn(usize, usize) -> String) -> Result<Vec<u8>, PdfError> {
        let pages = std::mem::take(&mut self.pages);
        let count = pages.len();
        let mut document = Document::new();
        document.set_metadata(Metadata::new().title(title.to_owned()).language(language.to_owned()).creator("Agendum".to_owned()));
        for (i, mut marks) in pages.into_iter().enumerate() {
            // The footer is set like any text, below where text ends.
            self.pages = vec![Vec::new()];
            self.y = BOTTOM + 18.0;
            self.footer(&footer(i + 1, count));
            marks.extend(std::mem::take(&mut self.pages).into_iter().flatten());
            let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| PdfError("page".into()))?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for mark in marks {
                draw(&mut surface, mark);
            }
            surface.finish();
            page.finish();
        }
        document.finish().map_err(|error| PdfError(format!("{error:?}")))
    }

    fn footer(&mut self, text: &str) {
        let look = Look { size: 8.0, soft: true, ..Look::default() };
        let layout = self.laid_out(text, &[], look, WIDTH - 2.0 * MARGIN);
        let text: Arc<str> = text.into();
        let Some(line) = layout.lines().next() else { return };
        let mut x = MARGIN;
        for run in line.runs() {
            let size = run.font_size();
            let glyphs = run.visual_clusters().flat_map(|cluster| {
                let range = cluster.text_range();
                cluster.glyphs().map(move |glyph| {
                    KrillaGlyph::new(
                        GlyphId::new(glyph.id),
                        glyph.advance / size,
                        glyph.x / size,
                        -glyph.y / size,
                        0.0,
                        range.clone(),
                        None,
                    )
                })
            });
            let glyphs = glyphs.collect();
            if let Some(font) = self.font(run.font()) {
                self.mark(Mark::Glyphs { x, baseline: self.y, font, size, glyphs, text: Arc::clone(&text), soft: true });
            }
            x += run.advance();
        }
    }

    fn laid_out(&mut self, text: &str, stresses: &[Stress], look: Look, width: f32) -> Layout<bool> {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::Source(FAMILIES.into())));
        builder.push_default(StyleProperty::FontSize(look.size));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(1.4)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        // A ligature is one glyph for two letters, and readers that search or copy would find only the first. What a script cannot do without
        // (`rlig`) stays.
        builder.push_default(StyleProperty::FontFeatures(FontFeatures::Source("\"liga\" 0, \"clig\" 0".into())));
        if look.bold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::BOLD));
        }
        for stress in stresses {
            if stress.bold {
                builder.push(StyleProperty::FontWeight(FontWeight::BOLD), stress.range.clone());
            }
            if stress.italic {
                builder.push(StyleProperty::FontStyle(FontStyle::Italic), stress.range.clone());
            }
        }
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(width));
        layout.align(Alignment::Start, AlignmentOptions::default());
        layout
    }

    fn font(&mut self, font: &parley::FontData) -> Option<Font> {
        let load = || Font::new(Data::from(Arc::new(Bytes(font.data.clone())) as Arc<dyn AsRef<[u8]> + Send + Sync>), font.index);
        self.loaded.entry((font.data.id(), font.index)).or_insert_with(load).clone()
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = MARGIN;
    }
}

/// A font's bytes, shared.
struct Bytes(Blob<u8>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self.0.data()
    }
}

fn draw(surface: &mut Surface<'_>, mark: Mark) {
    let grey = |value| rgb::Color::new(value, value, value);
    let stroke = |width| Some(Stroke { paint: grey(150).into(), width, ..Stroke::default() });
    match mark {
        Mark::Glyphs { x, baseline, font, size, glyphs, text, soft } => {
            let fill = Fill { paint: grey(if soft { 90 } else { 0 }).into(), opacity: NormalizedF32::ONE, rule: Default::default() };
            surface.set_stroke(None);
            surface.set_fill(Some(fill));
            surface.draw_glyphs(Point::from_xy(x, baseline), &glyphs, font, &text, size, false);
        }
        Mark::Rule { x, y } => {
            let mut path = PathBuilder::new();
            path.move_to(x, y);
            path.line_to(WIDTH - MARGIN, y);
            surface.set_fill(None);
            surface.set_stroke(stroke(0.5));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Mark::Square { x, y, size } => {
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(x, y, size, size) {
                path.push_rect(rect);
            }
            surface.set_fill(None);
            surface.set_stroke(stroke(0.8));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}

/// The fonts there are, looked for once; a font's file is read when a letter needs it.
fn fonts() -> &'static FontContext {
    static FONTS: OnceLock<FontContext> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        collection.load_fonts_from_paths(INSTALLED.iter().filter(|path| std::path::Path::new(path).is_dir()));
        for font in [dejavu::sans::regular(), dejavu::sans::bold(), dejavu::sans::oblique(), dejavu::sans::bold_oblique()] {
            collection.register_fonts(Blob::new(Arc::new(font)), None);
        }
        FontContext { collection, source_cache: SourceCache::default() }
    })
}
