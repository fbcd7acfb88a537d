//! Structures as text for Graphviz (`dot`) and Mermaid: each item once, lines from the assembly to what is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{BoxKind, Picture, PictureRow, Way, mark};

impl Picture {
    /// The structure in the language of Graphviz.
    #[must_use]
    pub fn dot(&self) -> String {
        let mut out = format!("// {}\ndigraph structure {{\n", mark());
        let _infallible = writeln!(
            out,
            "  rankdir=LR;\n  label=\"{}\";\n  node [shape=box, style=\"rounded,filled\", fillcolor=white, \
             fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];",
            dot_text(&self.title)
        );
        let graph = self.graph();
        for (number, row) in graph.nodes.iter().enumerate() {
            let style = match row.kind {
                BoxKind::Asked => ", fillcolor=\"#cfe2ff\", penwidth=2",
                BoxKind::Top => ", fillcolor=\"#d7f0dd\"",
                BoxKind::Phantom | BoxKind::Reference => ", style=\"rounded,dashed\"",
                BoxKind::Field => ", fillcolor=\"#fff3cd\"",
                BoxKind::Assembly | BoxKind::Part => "",
            };
            let break_before = if row.text.is_empty() { "" } else { "\\n" };
            let (name, text) = (dot_text(&row.name), dot_text(&row.text));
            let _infallible = writeln!(out, "  n{number} [label=\"{name}{break_before}{text}\"{style}];");
        }
        for (from, to, quantity) in &graph.edges {
            let _infallible = writeln!(out, "  n{from} -> n{to} [label=\"{}\"];", dot_text(quantity));
        }
        out.push_str("}\n");
        out
    }

    /// The structure in the language of Mermaid.
    #[must_use]
    pub fn mermaid(&self) -> String {
        let mut out = format!("%% {}\nflowchart LR\n", mark());
        let graph = self.graph();
        for (number, row) in graph.nodes.iter().enumerate() {
            let break_before = if row.text.is_empty() { "" } else { "<br/>" };
            let class = match row.kind {
                BoxKind::Asked => ":::asked",
                BoxKind::Top => ":::top",
                BoxKind::Phantom | BoxKind::Reference => ":::dashed",
                BoxKind::Field => ":::field",
                BoxKind::Assembly | BoxKind::Part => "",
            };
            let (name, text) = (mermaid_text(&row.name), mermaid_text(&row.text));
            let _infallible = writeln!(out, "  n{number}[\"{name}{break_before}{text}\"]{class}");
        }
        for (from, to, quantity) in &graph.edges {
            let label = if quantity.is_empty() { String::new() } else { format!("|\"{}\"|", mermaid_text(quantity)) };
            let _infallible = writeln!(out, "  n{from} -->{label} n{to}");
        }
        out.push_str(
            "  classDef asked fill:#cfe2ff,stroke-width:2px\n  classDef top fill:#d7f0dd\n  classDef field fill:#fff3cd\n  \
             classDef dashed stroke-dasharray:4\n",
        );
        out
    }

    /// Each box once by name and kind of thing, and the lines between them from assembly to part.
    fn graph(&self) -> Graph<'_> {
        let mut graph = Graph { nodes: Vec::new(), edges: Vec::new() };
        let mut numbers: BTreeMap<(&str, bool), usize> = BTreeMap::new();
        let mut seen: BTreeSet<(usize, usize, &str)> = BTreeSet::new();
        let mut number_of: Vec<usize> = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let is_field = row.kind == BoxKind::Field;
            let number = *numbers.entry((&row.name, is_field)).or_insert_with(|| {
                graph.nodes.push(row);
                graph.nodes.len() - 1
            });
            number_of.push(number);
            let Some(left) = row.left.and_then(|left| number_of.get(left).copied()) else { continue };
            let (from, to) = if self.way == Way::Down { (left, number) } else { (number, left) };
            // Lines of one item at two positions are two lines, the same line met again is not.
            let is_new = seen.insert((from, to, &row.quantity));
            if is_new || (self.way == Way::Down && !row.is_again) {
                graph.edges.push((from, to, &row.quantity));
            }
        }
        graph
    }
}

struct Graph<'a> {
    nodes: Vec<&'a PictureRow>,
    edges: Vec<(usize, usize, &'a str)>,
}

/// A text between quotation marks of Graphviz.
fn dot_text(text: &str) -> String {
    let plain: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    plain.replace('\\', "\\\\").replace('"', "\\\"")
}

/// A text between quotation marks of Mermaid, where marks of its own are written by their numbers.
fn mermaid_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '"' | '#' | '<' | '>' | '`' | '&' | ';' | '\\' | '[' | ']' | '{' | '}' | '|' | '*' | '_' => {
                let _infallible = write!(out, "#{};", u32::from(char));
            }
            char if char.is_control() => out.push(' '),
            char => out.push(char),
        }
    }
    out
}
