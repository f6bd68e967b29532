const ignored = (what: string) =>
  `Confluent's rules do not look at ${what}, so both directions pass; Apicurio's do. The warnings of the second layer name it.`;
const moved = (from: string, to: string) =>
  `A bound moved from ${from} to ${to}. Confluent's rules compare each keyword with itself and see one bound gone and one added; Apicurio's see that the range grew.`;
const draft4 =
  "The old schema is draft-04, where `true` beside a bound makes it exclusive: we read both keywords as bounds, so the plain one is gone and the exclusive one stays. Apicurio takes both schemas as equal, which they are; Confluent's rules compare keyword by keyword.";

/** Why our strict verdict, which is that of Confluent's rules, differs from Apicurio's in these cases. */
export const whyApicurioDiffers: Readonly<Record<string, string>> = {
  "String: format 1": ignored("`format`"),
  "String: format 2": ignored("`format`"),
  "Number: exclusiveMinimum 2": moved("exclusiveMinimum 10", "minimum 10"),
  "Number: exclusiveMinimum 3": moved("exclusiveMinimum 10", "minimum 5"),
  "Number: exclusiveMinimum 5": draft4,
  "Number: exclusiveMaximum 2": moved("exclusiveMaximum 10", "maximum 10"),
  "Number: exclusiveMaximum 3": moved("exclusiveMaximum 5", "maximum 10"),
  "Number: exclusiveMaximum 5": draft4,
  "Object: required": ignored("required names that `properties` does not list"),
  "Object: propertyNames": ignored("`propertyNames`"),
  "Object: patternProperties 1": ignored("changes inside `patternProperties`"),
  "Object: patternProperties 2": ignored("changes inside `patternProperties`"),
  "Array: contains": ignored("the schema of `contains`"),
  "Const: Enum equivalency":
    "`const` and a list of one value allow the same. Confluent's rules take them for two types.",
  "String: contentEncoding 2": ignored("`contentEncoding`, which only describes since 2019-09"),
  "String: contentEncoding 3": ignored("`contentEncoding`, which only describes since 2019-09"),
  "String: contentMediaType 2": ignored("`contentMediaType`, which only describes"),
  "String: contentMediaType 3": ignored("`contentMediaType`, which only describes"),
  "Conditional: if": ignored("`if`, `then` and `else`"),
  "Conditional: then": ignored("`if`, `then` and `else`"),
  "Conditional: else": ignored("`if`, `then` and `else`"),
};
