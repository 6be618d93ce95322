//! FHIR in, by question: which version of a resource counts (`version`), whose it is (`person`), which stay this is (`stay`),
//! when it was (`when`), what its codes say (`coded`), and what each kind of resource becomes. `prefill` asks them in this
//! order. Deliberately not here: what a code means for an item (`maps`), and what a medicine is (`clinical::substance`).

pub mod allergy;
pub mod coded;
pub mod condition;
pub mod entry;
pub mod facts;
pub mod listed;
pub mod medicine;
pub mod observation;
pub mod person;
pub mod procedure;
pub mod stay;
pub mod version;
pub mod when;
pub mod window;
