//! What of the program's data its code and its data refer to: the linker's own relocations.
//!
//! The compiler's linker can keep, for every address that it wrote into code or data, which thing of the data it belongs to
//! (`--emit-relocs`). wasm-bindgen then numbers functions anew, so they are found again by their instructions; the data
//! stays as it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use wasmparser::{
    DataKind, FunctionBody, KnownCustom, Linking, Operator, Parser, Payload, RelocAddendKind, RelocationEntry,
    RelocationType, SymbolInfo,
};

use super::{cannot, code::Code, module::index};
use crate::Result;

/// The program as the linker left it.
#[derive(Default)]
pub(super) struct Linked<'a> {
    /// The addresses of every thing in the data.
    pub(super) things: Vec<Range<u32>>,
    /// For every address in the data that holds an address, the thing that is meant.
    pub(super) words: Vec<(u32, usize)>,
    /// By the print of its instructions: for every function, the places of those that hold an address, and the thing that
    /// is meant. Functions with the same instructions are one here.
    pub(super) functions: BTreeMap<u64, BTreeSet<(usize, usize)>>,
    /// The data with its addresses.
    pub(super) segments: Vec<(u32, &'a [u8])>,
}

/// A stretch of data: where it is in the file, and its address.
struct Stretch {
    file: Range<usize>,
    address: u32,
}

#[derive(Default)]
struct Parts<'a> {
    code: usize,
    data: usize,
    bodies: Vec<FunctionBody<'a>>,
    stretches: Vec<Stretch>,
    /// For every symbol, the segment and range that it names, if it is one of data.
    symbols: Vec<Option<(usize, Range<u32>)>>,
    in_code: Vec<RelocationEntry>,
    in_data: Vec<RelocationEntry>,
}

impl<'a> Linked<'a> {
    pub(super) fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut parts = Parts::default();
        for payload in Parser::new(0).parse_all(wasm) {
            parts.take(payload.map_err(cannot)?)?;
        }
        if parts.symbols.is_empty() {
            return Err(cannot("the linker kept no relocations"));
        }
        let mut linked = Self::default();
        let things = linked.find_things(&parts);
        parts.check(wasm)?;
        linked.find_words(&parts, &things)?;
        linked.find_functions(&parts, &things)?;
        let bytes = |stretch: &Stretch| Some((stretch.address, wasm.get(stretch.file.clone())?));
        linked.segments = parts.stretches.iter().filter_map(bytes).collect();
        Ok(linked)
    }

    /// Things that overlap are one. For every symbol, the number of its thing.
    fn find_things(&mut self, parts: &Parts<'a>) -> Vec<Option<usize>> {
        let address = |(segment, range): &(usize, Range<u32>)| {
            let start = parts.stretches.get(*segment)?.address;
            Some(start + range.start..start + range.end)
        };
        let addresses: Vec<Option<Range<u32>>> = parts.symbols.iter().map(|symbol| address(symbol.as_ref()?)).collect();
        let mut ranges: Vec<Range<u32>> = addresses.iter().flatten().cloned().collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        for range in ranges {
            match self.things.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => self.things.push(range),
            }
        }
        addresses.into_iter().map(|range| self.thing_at(range?.start)).collect()
    }

    /// The thing that an address lies in; of an empty one, the one before or none.
    pub(super) fn thing_at(&self, address: u32) -> Option<usize> {
        let before = self.things.partition_point(|thing| thing.start <= address);
        before.checked_sub(1).filter(|thing| {
            self.things
                .get(*thing)
                .is_some_and(|thing| address < thing.end || thing.is_empty())
        })
    }

    fn find_words(&mut self, parts: &Parts<'a>, things: &[Option<usize>]) -> Result<()> {
        for entry in &parts.in_data {
            let place = parts.data + entry.offset as usize;
            let Some(thing) = meant(entry, things)? else { continue };
            let stretch = parts.stretches.iter().find(|stretch| stretch.file.contains(&place));
            let stretch = stretch.ok_or_else(|| cannot("a relocation lies outside the data"))?;
            self.words
                .push((stretch.address + index(place - stretch.file.start), thing));
        }
        self.words.sort_unstable();
        Ok(())
    }

    fn find_functions(&mut self, parts: &Parts<'a>, things: &[Option<usize>]) -> Result<()> {
        let mut entries: Vec<(usize, Option<usize>)> = Vec::new();
        for entry in &parts.in_code {
            entries.push((parts.code + entry.offset as usize, meant(entry, things)?));
        }
        entries.sort_unstable();
        for body in &parts.bodies {
            let (mut operators, mut offsets) = (Vec::new(), Vec::new());
            for operator in body.get_operators_reader().map_err(cannot)?.into_iter_with_offsets() {
                let (operator, offset) = operator.map_err(cannot)?;
                operators.push(operator);
                offsets.push(offset);
            }
            let first = entries.partition_point(|(offset, _)| *offset < body.range().start);
            let own = entries
                .iter()
                .skip(first)
                .take_while(|(offset, _)| *offset < body.range().end);
            let place = |offset: usize| offsets.partition_point(|start| *start <= offset).saturating_sub(1);
            let meant = own.filter_map(|(offset, thing)| Some((place(*offset), (*thing)?)));
            self.functions.entry(print(&operators)).or_default().extend(meant);
        }
        Ok(())
    }

    /// The things that instructions of a function refer to, by their places; nothing if the linker knew no such function.
    pub(super) fn meant(&self, code: &Code<'_>) -> Option<&BTreeSet<(usize, usize)>> {
        self.functions.get(&print(&code.operators))
    }

    /// The things that functions refer to which are not among these any more. wasm-bindgen changes some, and adds others,
    /// but it knows no data: what it wrote refers to nothing that the linker's functions did not.
    pub(super) fn meant_elsewhere<'b>(&self, codes: impl Iterator<Item = &'b Code<'a>>) -> Vec<usize>
    where
        'a: 'b,
    {
        let here: BTreeSet<u64> = codes.map(|code| print(&code.operators)).collect();
        let others = self.functions.iter().filter(|(print, _)| !here.contains(print));
        others.flat_map(|(_, meant)| meant).map(|(_, thing)| *thing).collect()
    }
}

impl<'a> Parts<'a> {
    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::CodeSectionStart { range, .. } => self.code = range.start,
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(data) => {
                self.data = data.range().start;
                for segment in data {
                    let segment = segment.map_err(cannot)?;
                    self.stretches.push(Stretch {
                        file: segment.range.end - segment.data.len()..segment.range.end,
                        address: address(&segment.kind)?,
                    });
                }
            }
            Payload::CustomSection(custom) => match (custom.name(), custom.as_known()) {
                (_, KnownCustom::Linking(linking)) => self.take_symbols(linking)?,
                ("reloc.CODE", KnownCustom::Reloc(entries)) => {
                    self.in_code = entries
                        .entries()
                        .into_iter()
                        .collect::<wasmparser::Result<_>>()
                        .map_err(cannot)?;
                }
                ("reloc.DATA", KnownCustom::Reloc(entries)) => {
                    self.in_data = entries
                        .entries()
                        .into_iter()
                        .collect::<wasmparser::Result<_>>()
                        .map_err(cannot)?;
                }
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    /// The address of a symbol of data.
    fn address(&self, symbol: usize) -> Option<u32> {
        let (segment, range) = self.symbols.get(symbol)?.as_ref()?;
        Some(self.stretches.get(*segment)?.address + range.start)
    }

    /// Where the relocations say that an address is written, it is.
    fn check(&self, wasm: &[u8]) -> Result<()> {
        for (start, entries) in [(self.code, &self.in_code), (self.data, &self.in_data)] {
            for entry in entries {
                let place = start + entry.offset as usize;
                let bytes = wasm.get(place..place + 5).unwrap_or_default();
                let written = match entry.ty {
                    RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb => padded(bytes),
                    RelocationType::MemoryAddrI32 => bytes.first_chunk().map(|word| u32::from_le_bytes(*word)),
                    _ => continue,
                };
                let Some(symbol) = self.address(entry.index as usize) else {
                    continue;
                };
                if written != u32::try_from(i64::from(symbol) + entry.addend).ok() {
                    return Err(cannot("a relocation is not where it should be"));
                }
            }
        }
        Ok(())
    }

    fn take_symbols(&mut self, linking: wasmparser::LinkingSectionReader<'a>) -> Result<()> {
        for part in linking.subsections() {
            let Linking::SymbolTable(symbols) = part.map_err(cannot)? else {
                continue;
            };
            for symbol in symbols {
                self.symbols.push(match symbol.map_err(cannot)? {
                    SymbolInfo::Data { symbol: Some(at), .. } => {
                        Some((at.index as usize, at.offset..at.offset + at.size))
                    }
                    _ => None,
                });
            }
        }
        Ok(())
    }
}

/// The thing that a relocation means, if it is one of data.
fn meant(entry: &RelocationEntry, things: &[Option<usize>]) -> Result<Option<usize>> {
    match entry.ty {
        RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb | RelocationType::MemoryAddrI32 => {
            Ok(things.get(entry.index as usize).copied().flatten())
        }
        kind if kind.addend_kind() == RelocAddendKind::None => Ok(None),
        kind => Err(cannot(format!(
            "the linker wrote a relocation that is not known here: {kind:?}"
        ))),
    }
}

/// The linker writes numbers that it may change later in five bytes.
fn padded(bytes: &[u8]) -> Option<u32> {
    let bytes: &[u8; 5] = bytes.first_chunk()?;
    let parts = bytes
        .iter()
        .enumerate()
        .map(|(place, byte)| u64::from(byte & 0x7f) << (7 * place));
    u32::try_from(parts.sum::<u64>() & u64::from(u32::MAX)).ok()
}

/// Where a segment of data comes in memory.
pub(super) fn address(kind: &DataKind<'_>) -> Result<u32> {
    let DataKind::Active {
        memory_index: 0,
        offset_expr,
    } = kind
    else {
        return Err(cannot("data comes in a way that is not known here"));
    };
    match offset_expr.get_operators_reader().read().map_err(cannot)? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        _ => Err(cannot("the address of data is not a number")),
    }
}

/// Instructions without the numbers of functions, types, globals and locals, which wasm-bindgen changes.
pub(super) fn print(operators: &[Operator<'_>]) -> u64 {
    let mut text = String::new();
    for operator in operators {
        match operator {
            Operator::Call { .. } => text.push_str("call"),
            Operator::CallIndirect { .. } => text.push_str("call_indirect"),
            Operator::GlobalGet { .. } => text.push_str("global_get"),
            Operator::GlobalSet { .. } => text.push_str("global_set"),
            Operator::LocalGet { .. } => text.push_str("get"),
            Operator::LocalSet { .. } => text.push_str("set"),
            Operator::LocalTee { .. } => text.push_str("tee"),
            Operator::BrTable { targets } => {
                let labels: Vec<u32> = targets.targets().flatten().chain([targets.default()]).collect();
                text += &format!("{labels:?}");
            }
            other => text += &format!("{other:?}"),
        }
    }
    super::mark(text.as_bytes())
}
