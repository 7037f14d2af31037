//! The blocks of a function: runs of instructions of which all run or none.
//!
//! A function's blocks are numbered in the order of its code. The first begins with the function, another one behind every
//! instruction that control may pass differently: `if`, `else`, `br_if`, `end`. (Behind `br`, `return` and the like
//! nothing runs up to the next `end`.)

use std::collections::BTreeSet;

use wasmparser::{FunctionBody, Operator};

use super::{cannot, module::Module};
use crate::Result;

/// A new block begins behind this instruction.
pub(super) fn begins_behind(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::If { .. } | Operator::Else | Operator::BrIf { .. } | Operator::End
    )
}

pub(super) fn count(body: &FunctionBody<'_>) -> Result<usize> {
    let mut count = 1;
    for operator in body.get_operators_reader().map_err(cannot)? {
        count += usize::from(begins_behind(&operator.map_err(cannot)?));
    }
    Ok(count)
}

/// Which blocks of one program ran, function by function.
#[derive(Debug, Default)]
pub struct Ran(Vec<Vec<bool>>);

impl Ran {
    /// From one note for each block of `wasm`, in the order of the code.
    pub fn of_notes(wasm: &[u8], notes: &[bool]) -> Result<Self> {
        let module = Module::read(wasm)?;
        let (mut functions, mut left) = (Vec::new(), notes);
        for body in &module.bodies {
            let Some((own, others)) = left.split_at_checked(count(body)?) else {
                return Err(cannot("there are fewer notes than blocks"));
            };
            functions.push(own.to_vec());
            left = others;
        }
        match left {
            [] => Ok(Self(functions)),
            _ => Err(cannot("there are more notes than blocks")),
        }
    }

    /// The blocks of the function at this place among those with a body.
    pub(super) fn blocks(&self, place: usize) -> &[bool] {
        self.0.get(place).map(Vec::as_slice).unwrap_or_default()
    }

    /// Tells this from what else may have been learnt of the same program.
    pub(super) fn mark(&self) -> u64 {
        let notes: Vec<u8> = self.0.iter().flatten().map(|ran| u8::from(*ran)).collect();
        super::mark(&notes)
    }

    /// The places of functions that were entered.
    pub(super) fn entered(&self) -> BTreeSet<usize> {
        let entered = |blocks: &Vec<bool>| blocks.first() == Some(&true);
        let places = self.0.iter().enumerate().filter(|(_, blocks)| entered(blocks));
        places.map(|(place, _)| place).collect()
    }
}
