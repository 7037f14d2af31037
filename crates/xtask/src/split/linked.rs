//! What of the program's data its code and its data refer to: the linker's own relocations.
//!
//! The compiler's linker can keep, for every address that it wrote into code or data, which thing of the data it belongs to
//! (`--emit-relocs`). wasm-bindgen then writes the code anew, so functions are found again by name, and their
//! instructions by order; the data stays as it is.

use std::{collections::BTreeMap, mem::discriminant, ops::Range};

use wasmparser::{
    DataKind, FunctionBody, KnownCustom, Linking, Name, Operator, Parser, Payload, RelocAddendKind, RelocationEntry,
    RelocationType, SymbolInfo,
};

use super::{cannot, module::index};
use crate::Result;

/// The program as the linker left it.
#[derive(Default)]
pub(super) struct Linked<'a> {
    /// The addresses of every thing in the data.
    pub(super) things: Vec<Range<u32>>,
    /// For every address in the data that holds an address, the thing that is meant.
    pub(super) words: Vec<(u32, usize)>,
    pub(super) functions: BTreeMap<&'a str, Vec<Function<'a>>>,
    /// The data with its addresses.
    pub(super) segments: Vec<(u32, &'a [u8])>,
}

pub(super) struct Function<'a> {
    operators: Vec<Operator<'a>>,
    /// The places of instructions that hold an address, and the thing that is meant.
    meant: Vec<(usize, usize)>,
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
    imported: u32,
    stretches: Vec<Stretch>,
    names: BTreeMap<u32, &'a str>,
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
        for (function, body) in (parts.imported..).zip(&parts.bodies) {
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
            let meant = own
                .filter_map(|(offset, thing)| Some((place(*offset), (*thing)?)))
                .collect();
            if let Some(name) = parts.names.get(&function) {
                self.functions
                    .entry(key(name))
                    .or_default()
                    .push(Function { operators, meant });
            }
        }
        Ok(())
    }

    /// The things that instructions of a function refer to, by their places; nothing if the linker knew no such function.
    /// Where the instructions are not the same, every place may mean everything.
    pub(super) fn meant(&self, name: &str, operators: &[Operator<'_>]) -> Option<Vec<(usize, usize)>> {
        let found = self.functions.get(key(name))?;
        if let [one] = found.as_slice()
            && same(&one.operators, operators)
        {
            return Some(one.meant.clone());
        }
        let things = found
            .iter()
            .flat_map(|function| &function.meant)
            .map(|(_, thing)| *thing);
        Some(things.map(|thing| (0, thing)).collect())
    }
}

impl<'a> Parts<'a> {
    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let is_function = matches!(import.map_err(cannot)?.ty, wasmparser::TypeRef::Func(_));
                    self.imported += u32::from(is_function);
                }
            }
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
                (_, KnownCustom::Name(names)) => self.names.extend(function_names(names)?),
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

pub(super) fn function_names(names: wasmparser::NameSectionReader<'_>) -> Result<BTreeMap<u32, &str>> {
    let mut found = BTreeMap::new();
    for part in names {
        if let Name::Function(functions) = part.map_err(cannot)? {
            for naming in functions {
                let naming = naming.map_err(cannot)?;
                found.insert(naming.index, naming.name);
            }
        }
    }
    Ok(found)
}

/// The compiler's mark at the end of a name, which is the same when the name is written in another way; or the name.
fn key(name: &str) -> &str {
    let plain = name.strip_suffix('E').unwrap_or(name);
    let mark = plain.len().checked_sub(16).and_then(|start| plain.get(start..));
    mark.filter(|mark| mark.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .unwrap_or(name)
}

fn same(one: &[Operator<'_>], other: &[Operator<'_>]) -> bool {
    let alike = |(one, other): (&Operator<'_>, &Operator<'_>)| match (one, other) {
        (Operator::I32Const { value: one }, Operator::I32Const { value: other }) => one == other,
        _ => discriminant(one) == discriminant(other),
    };
    one.len() == other.len() && one.iter().zip(other).all(alike)
}
