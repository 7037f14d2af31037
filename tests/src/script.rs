//! Event scripts: what hands do to a session, line by line, and what must be there afterwards.
//!
//! A script opens a diagram (`open s3-lab` or a `diagram` block up to `end`), then acts (`drag`, `key`, `set`, …) and expects
//! (`expect selection app-1`). After every line the whole session is checked ([`invariant`]); at the end everything is undone
//! and done again.

mod act;
mod expect;
mod hands;
mod invariant;
mod page;
pub mod random;

use std::path::{Path, PathBuf};

use document::{Document, Mode};
use editor::kernel::geometry::Rect;
use editor::{Effect, Message, Session};
use reach::id::{Kind, Ref};

/// All scripts, in the order of their names.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files
}

pub fn run(path: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let mut lines = text.lines().enumerate();
    let mut stage = Stage::new(Document::default());
    while let Some((index, line)) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let place = |error: String| format!("line {}: {trimmed}\n{error}", index + 1);
        if trimmed == "diagram" {
            let block: Vec<&str> = lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| line.trim() != "end")
                .collect();
            stage = Stage::new(parse(&block.join("\n")).map_err(place)?);
            continue;
        }
        stage.line(trimmed).map_err(place)?;
        invariant::check(&stage.session).map_err(place)?;
    }
    invariant::undo_all(&mut stage)
}

fn parse(text: &str) -> Result<Document, String> {
    document::text::parse(text).map_err(|errors| format!("{errors:?}"))
}

/// A session with what a test needs to remember.
#[derive(Debug)]
pub struct Stage {
    session: Session,
    start: Document,
    /// Effects of the last line that acted.
    effects: Vec<Effect>,
    remembered: Vec<(Ref, Rect)>,
    /// Before the last line that acted.
    network: std::rc::Rc<reach::network::Network>,
    /// Moves send it on: what was shown while the pointer was down.
    overlay: editor::Overlay,
}

impl Stage {
    fn new(document: Document) -> Self {
        let mut session = Session::new(document.clone(), Mode::Edit);
        session.update(Message::Viewport {
            width: 1280.0,
            height: 800.0,
            covered: 0.0,
        });
        Self {
            start: document,
            effects: Vec::new(),
            remembered: Vec::new(),
            network: std::rc::Rc::clone(&session.derived().network),
            overlay: editor::Overlay::default(),
            session,
        }
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let words = words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match &words[..] {
            ["open", sample] => self.open(sample),
            ["expect", rest @ ..] => self.expect(rest),
            ["remember", ids @ ..] => {
                for id in ids {
                    let of = self.find(id)?;
                    let rect = self.rect(&of)?;
                    self.remembered.retain(|(known, _)| *known != of);
                    self.remembered.push((of, rect));
                }
                Ok(())
            }
            other => {
                self.effects.clear();
                self.network = std::rc::Rc::clone(&self.session.derived().network);
                self.act(other)
            }
        }
    }

    fn open(&mut self, sample: &str) -> Result<(), String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/samples");
        let path = folder.join(sample).with_extension("reach");
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        *self = Self::new(parse(&text)?);
        Ok(())
    }

    fn send(&mut self, message: Message) {
        let effects = self.session.update(message);
        self.effects.extend(effects);
    }

    /// The element with this id; `internet`, `service:s3` and implicit ones as well.
    fn find(&self, id: &str) -> Result<Ref, String> {
        if id == "internet" {
            return Ok(Ref::internet());
        }
        if let Some(service) = id.strip_prefix("service:") {
            let drawn = self.session.focus_order();
            let found = drawn
                .into_iter()
                .find(|of| of.kind == Kind::Service && of.id.starts_with(service));
            return found.ok_or_else(|| format!("{id} is not drawn"));
        }
        let drawn = self.session.document().topology.find(id);
        drawn
            .or_else(|| self.session.derived().network.topology().find(id))
            .ok_or_else(|| format!("there is no {id}"))
    }

    /// Where the element is drawn.
    fn rect(&self, of: &Ref) -> Result<Rect, String> {
        let scene = &self.session.derived().scene;
        if let Some(rect) = scene.placement.rects.get(of) {
            return Ok(*rect);
        }
        let frames = scene.groups.iter().flat_map(|group| &group.frames);
        let mut tabs = frames.flat_map(|frame| &frame.tabs);
        tabs.find(|tab| tab.of == *of)
            .map(|tab| tab.rect)
            .ok_or_else(|| format!("{} is not drawn", of.id))
    }
}

/// Words with spaces between them; quoted ones may hold spaces, and `\"` is a quotation mark.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quoted, mut started) = (false, false);
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => word.extend(characters.next()),
            '"' => {
                quoted = !quoted;
                started = true;
            }
            ' ' if !quoted => {
                if started {
                    words.push(std::mem::take(&mut word));
                }
                started = false;
            }
            other => {
                word.push(other);
                started = true;
            }
        }
    }
    if started {
        words.push(word);
    }
    words
}
