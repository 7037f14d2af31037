//! The lines that look.

use std::rc::Rc;

use editor::edit::containment;
use editor::kernel::geometry::Rect;
use editor::{Activity, Effect, Tool};

use super::Stage;
use super::act::{index, point};

impl Stage {
    pub(super) fn expect(&self, words: &[&str]) -> Result<(), String> {
        let session = &self.session;
        match words {
            ["selection", ids @ ..] => {
                let (mut found, mut wanted) = (session.selection().to_vec(), self.find_all(ids)?);
                found.sort();
                wanted.sort();
                same(&found, &wanted)
            }
            ["focus", id] => same(&session.focused().cloned(), &Some(self.find(id)?)),
            ["exists", ids @ ..] => self.find_all(ids).map(drop),
            ["no", id] => match session.document().topology.find(id) {
                Some(_) => Err(format!("{id} exists")),
                None => Ok(()),
            },
            ["parent", id, parent] => {
                let of = self.find(id)?;
                let found = containment::parent_of(&session.document().topology, &of);
                same(&found.map(|of| of.id.to_string()), &Some((*parent).to_owned()))
            }
            ["text", line] => self.expect_text(line, true),
            ["no-text", line] => self.expect_text(line, false),
            ["verdict", flow, verdict] => {
                let trace = session.derived().traces.get(index(flow)?);
                same(&trace.map(|trace| trace.verdict.word()), &Some(*verdict))
            }
            ["outcome", flow, word] => {
                let trace = session.derived().traces.get(index(flow)?);
                same(&trace.map(|trace| editor::Outcome::of(trace).word()), &Some(*word))
            }
            ["assumed", text] => {
                let shown = editor::panel::dock::dock(session).shown;
                let assumed = shown.and_then(|shown| shown.assumed);
                if *text == "none" {
                    return same(&assumed.is_some(), &false);
                }
                contains(
                    assumed
                        .map(|assumed| format!("{} {}", assumed.text, assumed.button))
                        .as_deref(),
                    text,
                )
            }
            ["policy", text] => {
                let shown = editor::panel::dock::dock(session).shown;
                let policy = shown.and_then(|shown| shown.policy);
                if *text == "none" {
                    return same(&policy.is_some(), &false);
                }
                contains(
                    policy
                        .map(|policy| format!("{} | {}", policy.headline, policy.text))
                        .as_deref(),
                    text,
                )
            }
            ["flows", number] => same(&session.document().flows.len(), &index(number)?),
            ["flow", "none"] => same(&session.flow(), &None),
            ["flow", number] => same(&session.flow(), &Some(index(number)?)),
            ["step", number] => same(&session.step(), &index(number)?),
            ["moved", id, by] => self.expect_moved(id, by),
            ["unmoved", ids @ ..] => ids.iter().try_for_each(|id| self.expect_moved(id, "0,0")),
            ["apart", ids @ ..] => self.expect_apart(ids),
            ["quiet", "engine"] => {
                let same = Rc::ptr_eq(&self.network, &session.derived().network);
                if same { Ok(()) } else { Err("the engine ran".to_owned()) }
            }
            ["fixes", "none"] => same(&session.fixes().map(|fixes| fixes.list.len()), &None),
            ["fixes", number] => same(&session.fixes().map(|fixes| fixes.list.len()), &Some(index(number)?)),
            ["fix", number, text] => {
                let shown = editor::panel::dock::dock(session).shown;
                let list = shown.map(|shown| shown.fixes.list).unwrap_or_default();
                let item = list.get(index(number)?).ok_or("there is no such fix")?;
                let all = format!(
                    "{} | {} | {} | {}",
                    item.text,
                    item.edits.join("; "),
                    item.effect,
                    item.cost
                );
                contains(Some(&all), text)
            }
            ["problems", names @ ..] => {
                let found: Vec<&str> = editor::panel::problems::problems(session)
                    .iter()
                    .map(|item| item.name)
                    .collect();
                same(&found, &names.to_vec())
            }
            ["tool", word] => same(&tool(session.tool()), word),
            ["armed", "nothing"] => same(&session.armed(), &None),
            ["armed", word] => same(&session.armed(), &editor::edit::create::catalog::named(word)),
            other => self.expect_words(other),
        }
    }

    fn expect_words(&self, words: &[&str]) -> Result<(), String> {
        let session = &self.session;
        match words {
            ["toast", "none"] => same(&session.toast(), &None),
            ["toast", text] => contains(session.toast().map(|toast| &*toast.text), text),
            ["bad", "toast", text] => contains(
                session.toast().filter(|toast| toast.bad).map(|toast| &*toast.text),
                text,
            ),
            ["error", "none"] => same(&session.field_error(), &None),
            ["error", field, text] => {
                let error = session.field_error().filter(|error| error.field == *field);
                contains(error.map(|error| &*error.text), text)
            }
            ["said", text] => {
                let said: Vec<&str> = self.said().collect();
                contains(Some(&said.join(" | ")), text)
            }
            // Commands that can be chosen, all of them.
            ["menu", names @ ..] => {
                let items = editor::panel::menu::menu(session);
                let found: Vec<&str> = items
                    .iter()
                    .filter(|item| item.refused.is_none())
                    .map(|item| item.command)
                    .collect();
                same(&found, &names.to_vec())
            }
            ["no-menu", name, why] => {
                let items = editor::panel::menu::menu(session);
                let item = items.iter().find(|item| item.command == *name);
                contains(item.and_then(|item| item.refused.as_deref()), why)
            }
            ["changed", text] => {
                let found = editor::panel::compare::compare(session).ok_or("nothing was changed")?;
                let outcome = |outcome: Option<editor::Outcome>| outcome.map_or("not there", editor::Outcome::word);
                let line = |one: &editor::panel::compare::Changed| {
                    format!(
                        "{}: {} -> {} {}",
                        one.pair,
                        outcome(one.before),
                        outcome(one.after),
                        one.note
                    )
                };
                let lines: Vec<String> = found.pairs.iter().map(line).collect();
                contains(Some(&format!("{} | {}", found.change, lines.join(" | "))), text)
            }
            // What is drawn of it.
            ["lit", ids @ ..] => {
                let drawn = session.lit().iter().filter(|of| self.rect(of).is_ok());
                let (mut found, mut wanted) = (drawn.cloned().collect::<Vec<_>>(), self.find_all(ids)?);
                found.sort();
                wanted.sort();
                same(&found, &wanted)
            }
            ["silence"] => match self.said().next() {
                Some(said) => Err(format!("it said {said:?}")),
                None => Ok(()),
            },
            ["undo", "nothing"] => same(&session.undo_name(), &None),
            ["undo", name] => same(&session.undo_name().map(|name| &**name), &Some(*name)),
            ["redo", "nothing"] => same(&session.redo_name(), &None),
            ["redo", name] => same(&session.redo_name().map(|name| &**name), &Some(*name)),
            ["target", text] => contains(
                self.overlay
                    .target
                    .as_ref()
                    .filter(|target| target.accepted)
                    .map(|target| &*target.text),
                text,
            ),
            ["refused", "target", text] => contains(
                self.overlay
                    .target
                    .as_ref()
                    .filter(|target| !target.accepted)
                    .map(|target| &*target.text),
                text,
            ),
            ["handles", "none"] => same(&session.overlay().handles.len(), &0),
            ["handles", "of", id] => {
                let of = self.find(id)?;
                let all = session.overlay().handles.iter();
                same(&all.filter(|handle| handle.of == of).count(), &4)
            }
            ["no", "target"] => same(&self.overlay.target, &None),
            ["effect", effect] => {
                let found: Vec<String> = self.effects.iter().filter_map(name_of).collect();
                same(&found.contains(&(*effect).to_owned()), &true).map_err(|_| format!("effects: {found:?}"))
            }
            ["no-effect", effect] => {
                let mut found = self.effects.iter().filter_map(name_of);
                same(&found.find(|found| found == effect), &None)
            }
            ["activity", "build"] => same(&session.activity(), &Activity::Build),
            ["activity", "trace"] => same(&session.activity(), &Activity::Trace),
            ["hint", "none"] => same(&session.hint(), &None),
            ["hint", text] => contains(session.hint().as_deref(), text),
            ["source", "none"] => same(&session.source(), &None),
            ["source", id] => same(&session.source().cloned(), &Some(self.find(id)?)),
            ["zoom", percent] => {
                let zoom = (session.camera().zoom * 100.0).round() as i64;
                same(&zoom.to_string().as_str(), percent)
            }
            ["zoom", "at-least", percent] => {
                let zoom = (session.camera().zoom * 100.0).round() as usize;
                let least = percent.parse().map_err(|_| format!("{percent} is no number"))?;
                if zoom >= least {
                    Ok(())
                } else {
                    Err(format!("the zoom is {zoom}"))
                }
            }
            ["ahead", "none"] => same(&session.ahead(), &None),
            ["ahead", text] => {
                let ahead = session
                    .ahead()
                    .map(|ahead| format!("{} | {}", ahead.text, ahead.detail));
                contains(ahead.as_deref(), text)
            }
            ["in-view", id] => self.expect_in_view(id),
            ["whole", "title", id] => {
                let top = self.rect(&self.find(id)?)?.y;
                let line = session.camera().y as i32;
                let is_cut = top < line && line < top + editor::kernel::auto_layout::HEADER;
                same(&is_cut, &false)
            }
            // Below each other, so that nothing lies aside.
            ["column", ids @ ..] => {
                let lefts = ids.iter().map(|id| Ok(self.rect(&self.find(id)?)?.x));
                let mut lefts = lefts.collect::<Result<Vec<i32>, String>>()?;
                lefts.dedup();
                same(&lefts.len(), &1)
            }
            ["out-of-view", id] => match self.expect_in_view(id) {
                Ok(()) => Err(format!("{id} is in view")),
                Err(_) => Ok(()),
            },
            other => Err(format!("nobody can expect {}", other.join(" "))),
        }
    }

    fn said(&self) -> impl Iterator<Item = &str> {
        self.effects.iter().filter_map(|effect| match effect {
            Effect::Announce(text) => Some(text.as_str()),
            _ => None,
        })
    }

    fn expect_text(&self, line: &str, wanted: bool) -> Result<(), String> {
        let text = document::text::format(self.session.document());
        let found = text.lines().any(|written| {
            let written = written.trim();
            written == line || written.strip_prefix(line).is_some_and(|rest| rest.starts_with(' '))
        });
        if found == wanted {
            Ok(())
        } else {
            Err(format!("the diagram is\n{text}"))
        }
    }

    fn expect_apart(&self, ids: &[&str]) -> Result<(), String> {
        let mut seen: Vec<(&str, Rect)> = Vec::new();
        for id in ids {
            let rect = self.rect(&self.find(id)?)?;
            if let Some((other, there)) = seen.iter().find(|(_, there)| there.intersects(rect)) {
                return Err(format!("{id} at {rect:?} lies over {other} at {there:?}"));
            }
            seen.push((id, rect));
        }
        Ok(())
    }

    fn expect_moved(&self, id: &str, by: &str) -> Result<(), String> {
        let of = self.find(id)?;
        let (rect, by) = (self.rect(&of)?, point(by)?);
        let remembered = self.remembered.iter().find(|(known, _)| *known == of);
        let (_, before) = remembered.ok_or_else(|| format!("{id} was not remembered"))?;
        same(&(rect.x - before.x, rect.y - before.y), &(by.x, by.y))
    }

    fn expect_in_view(&self, id: &str) -> Result<(), String> {
        let rect = self.rect(&self.find(id)?)?;
        let camera = self.session.camera();
        let (width, height) = self.session.viewport();
        let corners = [(rect.x, rect.y), (rect.right(), rect.bottom())];
        let inside = corners.iter().all(|(x, y)| {
            let at = camera.view_from_world(editor::kernel::geometry::World::new(*x, *y));
            (0.0..=width).contains(&at.x) && (0.0..=height).contains(&at.y)
        });
        if inside {
            Ok(())
        } else {
            Err(format!("{id} is out of view: {camera:?}"))
        }
    }
}

fn tool(tool: Tool) -> &'static str {
    match tool {
        Tool::Select => "select",
        Tool::Hand => "hand",
        Tool::Trace => "trace",
        Tool::Connect => "connect",
    }
}

/// How scripts call the effects that are not words.
fn name_of(effect: &Effect) -> Option<String> {
    Some(match effect {
        Effect::Save(_) => "save".to_owned(),
        Effect::Focus(of) => format!("focus {}", of.id),
        Effect::Rename(of) => format!("rename {}", of.id),
        Effect::OpenConnectList(of) => format!("connect-list {}", of.id),
        Effect::FocusPart { forward } => if *forward { "next part" } else { "previous part" }.to_owned(),
        Effect::FocusPalette => "palette".to_owned(),
        Effect::ClearPalette => "palette-cleared".to_owned(),
        Effect::FocusFixes => "fixes".to_owned(),
        Effect::FocusVerdict => "verdict".to_owned(),
        Effect::OpenShare => "share".to_owned(),
        Effect::OpenKeySheet => "keys".to_owned(),
        Effect::OpenCommandPalette => "commands".to_owned(),
        Effect::OpenMenu => "menu".to_owned(),
        Effect::OpenMatrix => "matrix".to_owned(),
        Effect::Play => "play".to_owned(),
        Effect::OpenAlong => "along".to_owned(),
        Effect::OpenCompare => "compare".to_owned(),
        Effect::PostTrace(flow) => format!("trace {flow}"),
        _ => return None,
    })
}

fn same<T: PartialEq + std::fmt::Debug>(found: &T, wanted: &T) -> Result<(), String> {
    if found == wanted {
        Ok(())
    } else {
        Err(format!("found {found:?}, not {wanted:?}"))
    }
}

fn contains(found: Option<&str>, wanted: &str) -> Result<(), String> {
    match found {
        Some(found) if found.contains(wanted) => Ok(()),
        other => Err(format!("found {other:?}")),
    }
}
