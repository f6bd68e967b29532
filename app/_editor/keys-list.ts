/** What the keyboard can do, as `?` shows it. */
export const keyGroups = [
  {
    title: "Walk",
    keys: [
      ["Left / Right", "Against or along the wires"],
      ["Up / Down", "Through the rows of a card, then to the next card"],
      ["W", "To the next wire"],
      ["/", "Find a card or step"],
      ["Enter", "Open the form; on a wire its menu"],
      ["Escape", "Back"],
    ],
  },
  {
    title: "Draw",
    keys: [
      ["N", "Add a card"],
      ["C", "Wire to…"],
      ["Delete", "Remove"],
      ["F2", "Rename"],
      ["L", "Arrange cards"],
      ["Shift", "Press on more cards, or draw a frame around them"],
      ["Mod+A", "Select all cards"],
      ["G", "Group what is selected"],
      ["T", "Write a note"],
    ],
  },
  {
    title: "Steps",
    keys: [
      ["Alt+Up", "Move up, also into and out of branches"],
      ["Alt+Down", "Move down"],
      ["Mod+D", "Duplicate"],
      ["E", "Disable or enable"],
      ["Space", "Fold or unfold the consumer"],
    ],
  },
  {
    title: "Everywhere",
    keys: [
      ["Mod+Enter", "Run the draft"],
      ["Mod+Z", "Undo"],
      ["Mod+Shift+Z", "Redo"],
      ["Mod+K", "Any command; an event id or key asks why"],
      ["Mod+C / X / V", "Copy, cut, paste, also to other flows"],
      ["O", "Outline or canvas"],
      ["M", "Small map"],
      ["1 / 2", "Show all, or what is selected"],
      ["0", "Zoom to 100 %"],
      ["+ / -", "Zoom"],
      ["?", "This list"],
    ],
  },
] as const;
