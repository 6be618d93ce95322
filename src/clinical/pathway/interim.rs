//! What about the anticoagulant (extended specification 5.6.8 "interim"): a function of the state, the need, the gates, and
//! whether an interim dose was given. Always exactly one answer.

use super::codes::ChannelCode;
use super::drugs::DrugProposal;
use super::gate_table::{GateSays, gate_row};
use super::judge::{FiredGate, GateAnswers};
use super::need::Needs;
use super::state::PathState;
use crate::clinical::chart::Instant;

/// The answer. A proposal stands only in `INTERIM_PROPOSE`; a physician confirms it or not.
#[derive(Clone, Debug)]
pub struct InterimAnswer {
    pub code: ChannelCode,
    /// The rows that decide, of `ASK`, `HOLD`, `BLOCK` and `ALREADY`; the cautions of a proposal.
    pub because: Vec<FiredGate>,
    /// Until when, where all that decides ends at a moment.
    pub until: Option<Instant>,
    pub proposal: Option<DrugProposal>,
}

/// What was given, and whether what runs has another indication.
#[derive(Clone, Copy, Debug)]
pub struct GivenBefore {
    pub interim: bool,
    pub other_indication: bool,
}

/// `late`: `c_score` has passed.
pub fn interim(state: PathState, needs: &Needs, gates: &GateAnswers, given: GivenBefore, late: bool) -> InterimAnswer {
    use ChannelCode as C;
    use PathState as S;
    let plain = |code| InterimAnswer { code, because: vec![], until: None, proposal: None };
    match state {
        // What has another indication is not stopped: KEEP_OTHER_INDICATION stands beside.
        S::Excluded | S::ExcludedByPerc | S::Withdrawn | S::OtherCause | S::Repeat => {
            plain(if given.interim && !given.other_indication { C::InterimStop } else { C::InterimNone })
        }
        S::Lost | S::Treated | S::Referred => plain(C::InterimNone),
        S::Paediatric => InterimAnswer { because: vec![FiredGate { row: gate_row("g0_child"), until: None }], ..plain(C::InterimBlock) },
        _ if needs.any() => of_gates(gates),
        _ if needs.not_yet_known => plain(if late { C::InterimAsk } else { C::InterimNotYet }),
        S::Senior => plain(C::InterimAsk),
        _ => plain(C::InterimNone),
    }
}

/// The worst answer of the gates.
fn of_gates(gates: &GateAnswers) -> InterimAnswer {
    let code = match gates.worst {
        GateSays::Block => ChannelCode::InterimBlock,
        GateSays::Hold => ChannelCode::InterimHold,
        GateSays::Ask => ChannelCode::InterimAsk,
        GateSays::Already => ChannelCode::InterimAlready,
        GateSays::Caution => ChannelCode::InterimPropose,
    };
    let because: Vec<FiredGate> = gates.decisive().copied().collect();
    // The latest of all, and no moment where one of them names none.
    let until = because.iter().map(|fired| fired.until).collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max());
    InterimAnswer { code, because, until, proposal: gates.proposal }
}
