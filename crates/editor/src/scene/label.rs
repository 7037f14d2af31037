//! Where the words of frames, circles and connections stand: what lines keep clear of, and what tests measure.

use super::{Anchor, Edge, Frame, Node, Tone};
use crate::kernel::geometry::Rect;
use crate::kernel::text::{Type, width};

/// Where a frame's title starts: after the glyph, where the frame has one.
pub(super) const INDENT: i32 = 36;
pub(super) const SUBNET_INDENT: i32 = 14;

/// From the top of a line of small words to its baseline, and to the next line.
const ASCENT: i32 = 11;
const LINE: i32 = 13;

impl Frame {
    /// Title and detail share a line; the badge is on the next.
    pub fn word_rects(&self) -> Vec<Rect> {
        let indent = match self.tone {
            Tone::Vpc | Tone::Site => INDENT,
            _ => SUBNET_INDENT,
        };
        let (x, y) = (self.rect.x + indent, self.rect.y);
        let detail = if self.detail.is_empty() {
            0
        } else {
            6 + width(&self.detail, Type::Mono)
        };
        let mut lines = vec![Rect::new(x, y + 12, width(&self.title, Type::Title) + detail, LINE + 3)];
        lines.extend(
            self.badge
                .as_ref()
                .map(|badge| Rect::new(x, y + 29, width(badge, Type::Caption), LINE)),
        );
        lines
    }
}

impl Node {
    /// The name of a circle, and its state on the next line.
    pub fn caption_rects(&self) -> Vec<Rect> {
        let Some(caption) = self.caption else {
            return Vec::new();
        };
        let lines = std::iter::once(&self.title).chain(&self.state).enumerate();
        lines
            .map(|(line, words)| {
                let wide = width(words, Type::Caption);
                let x = match caption.anchor {
                    Anchor::Start => caption.at.x,
                    Anchor::Middle => caption.at.x - wide / 2,
                    Anchor::End => caption.at.x - wide,
                };
                Rect::new(x, caption.at.y - ASCENT + line as i32 * 13, wide, LINE)
            })
            .collect()
    }
}

impl Edge {
    /// The name that is written at a connection.
    pub fn text_rect(&self) -> Option<Rect> {
        let (at, words) = self.text.as_ref()?;
        let wide = width(words, Type::Caption);
        Some(Rect::new(at.x - wide / 2, at.y - ASCENT, wide, LINE))
    }
}
