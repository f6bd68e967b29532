/** What events can be narrowed by, in the words of the menu. */
export const filterKinds = {
  topic: "Topic",
  type: "Event type",
  key: "Key",
  correlation: "Conversation",
  time: "Time received",
  test: "Test traffic",
  status: "Status",
  consumer: "Consumer",
  field: "Field",
  expression: "Expression",
} as const;
export type FilterKind = keyof typeof filterKinds;
