//! The lines that do something.

use document::Mode;
use editor::edit::create::catalog;
use editor::edit::field;
use editor::kernel::geometry::{Rect, World};
use editor::{Activity, FieldId, Message, Modifiers, Placeable, PointerPhase, RowEdit, commands};
use reach::id::Ref;
use reach::operation::{PeeringEvent, Side};

use super::Stage;
use super::hands::Held;

const SHIFT: Held = Held {
    modifiers: Modifiers {
        shift: true,
        control: false,
        alt: false,
        space: false,
    },
    clicks: 1,
    touch: false,
    finger: 0,
};

impl Stage {
    pub(super) fn act(&mut self, words: &[&str]) -> Result<(), String> {
        match words {
            [
                "click" | "double-click" | "shift-click" | "tap" | "drag" | "hold" | "pull" | "box" | "pan" | "let-go"
                | "pinch",
                ..,
            ] => self.by_hand(words),
            ["wheel", dx, dy] => {
                self.wheel(number(dx)?, number(dy)?, false, World::default());
                Ok(())
            }
            ["zoom", dy] => {
                self.wheel(0.0, number(dy)?, true, World::default());
                Ok(())
            }
            ["key", key] => self.key(key),
            ["command", name] => {
                let command = commands().find(|command| command.name == *name);
                let name = command.ok_or_else(|| format!("there is no command {name}"))?.name;
                self.send(Message::Command(name));
                Ok(())
            }
            // What the page sends when the button is hovered or focused that would do the rest of the line.
            ["hover", rest @ ..] => {
                let message = match rest {
                    ["delete"] => Message::Command("delete"),
                    ["apply", number] => Message::ApplyFix(super::act::index(number)?),
                    other => self.message(other)?,
                };
                self.send(Message::LookAhead(Some(Box::new(message))));
                Ok(())
            }
            ["leave"] => {
                self.send(Message::LookAhead(None));
                Ok(())
            }
            ["fixes"] => {
                self.send(Message::LookForFixes);
                Ok(())
            }
            ["apply", number] => {
                self.send(Message::ApplyFix(super::act::index(number)?));
                Ok(())
            }
            ["frames" | "menu" | "type", ..] => self.by_page(words),
            ["undo"] => {
                self.send(Message::Command("undo"));
                Ok(())
            }
            ["redo"] => {
                self.send(Message::Command("redo"));
                Ok(())
            }
            ["palette", what, "at", at] => self.put_down(placeable(what)?, point(at)?),
            ["palette", what, "into", id] => {
                let at = self.free_point(id)?;
                self.put_down(placeable(what)?, at)
            }
            ["arm", what] => {
                self.send(Message::Arm(placeable(what)?));
                Ok(())
            }
            // As the page does it: carried over the canvas, and let go there.
            ["carry", what] => {
                self.send(Message::Carry(placeable(what)?));
                Ok(())
            }
            ["place", what] => {
                self.send(Message::Place(placeable(what)?));
                Ok(())
            }
            other => self.by_message(other),
        }
    }

    fn by_hand(&mut self, words: &[&str]) -> Result<(), String> {
        let mouse = Held::default();
        match words {
            ["click", target] => self.click(self.point(target)?, mouse),
            ["click", target, "off", by] => {
                let (at, by) = (self.point(target)?, point(by)?);
                self.click(World::new(at.x + by.x, at.y + by.y), mouse)
            }
            ["tap", target] => self.click(self.point(target)?, Held { touch: true, ..mouse }),
            ["shift-click", target] => self.click(self.point(target)?, SHIFT),
            ["double-click", target] => {
                let at = self.point(target)?;
                self.click(at, mouse)?;
                self.click(at, Held { clicks: 2, ..mouse })
            }
            ["drag", target, "by", by] => self.drag_by(target, point(by)?, mouse, true),
            ["hold", target, "by", by] => self.drag_by(target, point(by)?, mouse, false),
            ["drag", target, "to", to] => self.drag(self.point(target)?, point(to)?, mouse, true),
            ["drag", target, "onto", id] => self.drag(self.point(target)?, self.point(id)?, mouse, true),
            ["drag", target, "into", id] => self.drag(self.point(target)?, self.free_point(id)?, mouse, true),
            ["hold", target, "over", id] => self.drag(self.point(target)?, self.free_point(id)?, mouse, false),
            ["let-go"] => {
                let at = self.session.camera().world_from_view(Default::default());
                self.pointer(PointerPhase::Up, at, mouse)
            }
            ["pull", target, "to", to] => {
                let from = self.handle(target)?;
                self.drag(from, self.point(to)?, mouse, true)
            }
            ["pull", target, "over", to] => {
                let from = self.handle(target)?;
                self.drag(from, self.point(to)?, mouse, false)
            }
            ["click", "handle", "of", target] => {
                let from = self.handle(target)?;
                self.click(from, mouse)
            }
            ["box", "around", id] => {
                let rect = self.rect(&self.find(id)?)?.inflated(8);
                let far = World::new(rect.right(), rect.bottom());
                self.drag(World::new(rect.x, rect.y), far, SHIFT, true)
            }
            ["box", from, to] => self.drag(point(from)?, point(to)?, SHIFT, true),
            ["pan", by] => {
                let mut held = mouse;
                held.modifiers.space = true;
                let (from, by) = (World::new(100, 100), point(by)?);
                self.drag(from, World::new(from.x + by.x, from.y + by.y), held, true)
            }
            ["pinch", factor] => self.pinch(number(factor)?),
            other => Err(format!("hands cannot {}", other.join(" "))),
        }
    }

    fn drag_by(&mut self, target: &str, by: World, held: Held, lets_go: bool) -> Result<(), String> {
        let from = self.point(target)?;
        self.drag(from, World::new(from.x + by.x, from.y + by.y), held, lets_go)
    }

    fn pinch(&mut self, factor: f64) -> Result<(), String> {
        let one = Held {
            touch: true,
            ..Held::default()
        };
        let two = Held { finger: 1, ..one };
        let camera = self.session.camera();
        let view = |x: f64| camera.world_from_view(editor::kernel::geometry::Px { x, y: 400.0 });
        self.pointer(PointerPhase::Down, view(540.0), one)?;
        self.pointer(PointerPhase::Down, view(740.0), two)?;
        let half = 100.0 * factor;
        // The camera turns with the first finger; the view is what the fingers know.
        self.touch_at(640.0 - half, one)?;
        self.touch_at(640.0 + half, two)?;
        self.pointer(PointerPhase::Up, World::default(), one)
    }

    fn touch_at(&mut self, x: f64, held: Held) -> Result<(), String> {
        let at = editor::kernel::geometry::Px { x, y: 400.0 };
        let world = self.session.camera().world_from_view(at);
        self.pointer(PointerPhase::Move, world, held)
    }

    /// As the page does it: taken from the palette, moved over the canvas, and let go by a press and a release at that place.
    fn put_down(&mut self, what: Placeable, at: World) -> Result<(), String> {
        self.send(Message::Carry(what));
        self.pointer(PointerPhase::Move, World::new(at.x - 40, at.y - 40), Held::default())?;
        self.click(at, Held::default())
    }

    fn by_message(&mut self, words: &[&str]) -> Result<(), String> {
        let message = self.message(words)?;
        self.send(message);
        Ok(())
    }

    fn message(&self, words: &[&str]) -> Result<Message, String> {
        Ok(match words {
            ["select", ids @ ..] => Message::Select(self.find_all(ids)?),
            ["focus", id] => Message::Focus(Some(self.find(id)?)),
            ["connect", from, to] => Message::Connect {
                from: self.find(from)?,
                to: self.find(to)?,
            },
            ["set", id, name, "=", value] => Message::SetField {
                of: self.find(id)?,
                field: field_named(name)?,
                value: (*value).to_owned(),
            },
            ["row", id, table, rest @ ..] => Message::EditRow {
                of: self.find(id)?,
                edit: row(field_named(table)?, rest)?,
            },
            ["peering", id, event] => Message::Peering {
                of: self.find(id)?,
                event: peering_event(event)?,
            },
            ["add-missing-routes"] => Message::AddMissingRoutes(self.session.derived().network.missing_routes()),
            ["show", "flow", number] => Message::SelectFlow(Some(index(number)?)),
            ["request", flow, field, value] => self.request(index(flow)?, field, value)?,
            ["forget", "flow", number] => Message::RemoveFlow(index(number)?),
            ["step", number] => Message::Step(index(number)?),
            ["title", title] => Message::SetTitle((*title).to_owned()),
            ["mode", word] => Message::Open {
                document: Box::new(self.session.document().clone()),
                mode: mode(word)?,
            },
            ["viewport", width, height] => Message::Viewport {
                width: number(width)?,
                height: number(height)?,
                covered: 0.0,
            },
            ["reopen"] => Message::Open {
                document: Box::new(self.session.shared_document()),
                mode: self.session.mode(),
            },
            ["activity", "build"] => Message::Activity(Activity::Build),
            ["activity", "trace"] => Message::Activity(Activity::Trace),
            ["single-keys", on] => Message::SingleKeys(*on == "on"),
            ["dismiss"] => Message::DismissToast,
            ["leave"] => Message::PointerGone,
            other => return Err(format!("no script can {}", other.join(" "))),
        })
    }

    /// As the dock does it: one more word in the fields of the question.
    fn request(&self, flow: usize, field: &str, value: &str) -> Result<Message, String> {
        let dock = editor::panel::dock::dock(&self.session);
        let item = dock.flows.get(flow).ok_or("there is no such flow")?;
        let mut draft = item.draft.clone();
        match field {
            "action" => draft.action = value.into(),
            "resource" => draft.resource = value.into(),
            "principal" => draft.principal = value.into(),
            _ => return Err(format!("a request has no {field}")),
        }
        let question = dock.picker.question(&draft, Some(item));
        let question = question.map_err(|error| error.text.to_string())?;
        Ok(Message::SetFlow { flow, question })
    }

    pub(super) fn find_all(&self, ids: &[&str]) -> Result<Vec<Ref>, String> {
        ids.iter().map(|id| self.find(id)).collect()
    }

    /// Where to press: frames at their title, the rest in the middle; `x,y` is a point of the drawing.
    pub(super) fn point(&self, target: &str) -> Result<World, String> {
        if let Ok(at) = point(target) {
            return Ok(at);
        }
        let of = self.find(target)?;
        let rect = self.rect(&of)?;
        Ok(if self.is_frame(&of) {
            World::new(rect.x + 12, rect.y + 12)
        } else {
            rect.centre()
        })
    }

    fn is_frame(&self, of: &Ref) -> bool {
        let scene = &self.session.derived().scene;
        let mut frames = scene.groups.iter().flat_map(|group| &group.frames);
        frames.any(|frame| frame.of.as_ref() == Some(of))
    }

    /// A point inside the frame, away from what is in it.
    fn free_point(&self, id: &str) -> Result<World, String> {
        let of = self.find(id)?;
        let rect = self.rect(&of)?;
        let scene = &self.session.derived().scene;
        let inner: Vec<Rect> = scene
            .placement
            .rects
            .iter()
            .filter(|(other, inner)| **other != of && rect.intersects(**inner) && !inner.encloses(rect))
            .map(|(_, inner)| inner.inflated(4))
            .collect();
        let rows = (rect.y + 48..rect.bottom() - 8).step_by(8);
        rows.flat_map(|y| {
            (rect.x + 24..rect.right() - 8)
                .step_by(8)
                .map(move |x| World::new(x, y))
        })
        .find(|at| !inner.iter().any(|inner| inner.contains(*at)))
        .ok_or_else(|| format!("{id} is full"))
    }

    /// The first handle that shows while the pointer is over the element.
    fn handle(&mut self, target: &str) -> Result<World, String> {
        let of = self.find(target)?;
        let at = self.point(target)?;
        self.pointer(PointerPhase::Move, at, Held::default())?;
        let handle = self.session.overlay().handles.iter().find(|handle| handle.of == of);
        handle
            .map(|handle| handle.at)
            .ok_or_else(|| format!("{target} shows no handle"))
    }
}

fn row(table: FieldId, words: &[&str]) -> Result<RowEdit, String> {
    match words {
        ["add", cells @ ..] => Ok(RowEdit::Add {
            table,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        }),
        ["change", row, column, value] => Ok(RowEdit::Change {
            table,
            row: index(row)?,
            column: index(column)?,
            value: (*value).to_owned(),
        }),
        ["remove", row] => Ok(RowEdit::Remove {
            table,
            row: index(row)?,
        }),
        other => Err(format!("rows cannot {}", other.join(" "))),
    }
}

fn field_named(name: &str) -> Result<FieldId, String> {
    field::named(name).ok_or_else(|| format!("there is no field {name}"))
}

fn peering_event(word: &str) -> Result<PeeringEvent, String> {
    Ok(match word {
        "accept" => PeeringEvent::Accept,
        "reject" => PeeringEvent::Reject,
        "expire" => PeeringEvent::Expire,
        "delete" => PeeringEvent::Delete(Side::Requester),
        other => return Err(format!("{other} is no event")),
    })
}

fn mode(word: &str) -> Result<Mode, String> {
    Ok(match word {
        "view" => Mode::View,
        "explore" => Mode::Explore,
        "edit" => Mode::Edit,
        other => return Err(format!("{other} is no mode")),
    })
}

fn placeable(word: &str) -> Result<Placeable, String> {
    catalog::named(word).ok_or_else(|| format!("the palette has no {word}"))
}

pub(super) fn point(text: &str) -> Result<World, String> {
    let (x, y) = text.split_once(',').ok_or_else(|| format!("{text} is no point"))?;
    match (x.parse(), y.parse()) {
        (Ok(x), Ok(y)) => Ok(World::new(x, y)),
        _ => Err(format!("{text} is no point")),
    }
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| format!("{text} is no number"))
}

pub(super) fn index(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("{text} is no index"))
}
