//! One function's code with its nesting.

use std::collections::BTreeMap;

use wasmparser::{FuncToValidate, FuncValidator, Operator, ValType, ValidatorResources};

use super::{cannot, module::Module};
use crate::Result;

#[derive(Clone)]
pub(super) struct Code<'a> {
    /// The function's index in the whole program.
    pub(super) function: u32,
    /// Their types, parameters first.
    pub(super) locals: Vec<ValType>,
    pub(super) operators: Vec<Operator<'a>>,
    /// Where each instruction begins, in bytes, and where the last ends.
    pub(super) offsets: Vec<usize>,
    /// For the place of every nested `end`, that of its `block`, `loop` or `if`.
    openers: BTreeMap<usize, usize>,
    /// For the place of an `if`, that of its `else`.
    elses: BTreeMap<usize, usize>,
}

impl<'a> Code<'a> {
    pub(super) fn read(module: &Module<'a>, function: u32) -> Result<Self> {
        let body = module.body(function).ok_or_else(|| cannot("a function has no body"))?;
        let mut code = Self {
            function,
            locals: module.parameters(function).to_vec(),
            operators: Vec::new(),
            offsets: Vec::new(),
            openers: BTreeMap::new(),
            elses: BTreeMap::new(),
        };
        for locals in body.get_locals_reader().map_err(cannot)? {
            let (count, kind) = locals.map_err(cannot)?;
            code.locals.extend((0..count).map(|_| kind));
        }
        let mut open = Vec::new();
        let reader = body.get_operators_reader().map_err(cannot)?;
        for (place, operator) in reader.into_iter_with_offsets().enumerate() {
            let (operator, offset) = operator.map_err(cannot)?;
            code.nest(place, &operator, &mut open);
            code.operators.push(operator);
            code.offsets.push(offset);
        }
        code.offsets.push(body.range().end);
        Ok(code)
    }

    fn nest(&mut self, place: usize, operator: &Operator<'_>, open: &mut Vec<usize>) {
        match operator {
            operator if opens(operator) => open.push(place),
            Operator::Else => {
                self.elses.extend(open.last().map(|opener| (*opener, place)));
            }
            Operator::End => self.openers.extend(open.pop().map(|opener| (place, opener))),
            _ => {}
        }
    }

    pub(super) fn operator(&self, place: usize) -> &Operator<'a> {
        self.operators.get(place).unwrap_or(&Operator::Unreachable)
    }

    /// The `block`, `loop` or `if` that the `end` at this place ends; nothing for the function's own.
    pub(super) fn opener(&self, end: usize) -> Option<usize> {
        self.openers.get(&end).copied()
    }

    pub(super) fn else_of(&self, opener: usize) -> Option<usize> {
        self.elses.get(&opener).copied()
    }

    pub(super) fn local(&self, local: u32) -> ValType {
        self.locals.get(local as usize).copied().unwrap_or(ValType::I32)
    }

    /// How many bytes all of its instructions take.
    pub(super) fn size(&self) -> usize {
        self.bytes(&(0..self.operators.len()))
    }

    /// How many bytes the instructions at these places take.
    pub(super) fn bytes(&self, places: &std::ops::Range<usize>) -> usize {
        let at = |place: usize| self.offsets.get(place).copied().unwrap_or_default();
        at(places.end).saturating_sub(at(places.start))
    }

    /// Follows the stack while the instructions are gone through from the first one on.
    pub(super) fn validator(&self, module: &Module<'a>) -> Result<FuncValidator<ValidatorResources>> {
        let resources = module.resources.clone().ok_or_else(|| cannot("there is no code"))?;
        let function = FuncToValidate {
            resources,
            index: self.function,
            ty: module.signature(self.function),
            features: wasmparser::WasmFeatures::default(),
        };
        let mut validator = function.into_validator(Default::default());
        for local in self.locals.iter().skip(module.parameters(self.function).len()) {
            validator.define_locals(0, 1, *local).map_err(cannot)?;
        }
        Ok(validator)
    }
}

pub(super) fn opens(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. }
    )
}
