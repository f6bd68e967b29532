import { describe, expect, it } from "vitest";
import { type PathSegment, parsePath } from "./paths";
import { replaceInCondition, replaceInExpression, replaceInPath, replaceInTemplate } from "./replace-path";

function change(from: string, to: string) {
  const read = (text: string): readonly PathSegment[] => parsePath(text) ?? [];
  return { from: read(from), to: read(to) };
}

const mail = change("data.customer.mail", "data.customer.email");

describe("another field in an expression", () => {
  it.each([
    ["data.customer.mail", "data.customer.email"],
    ["data.customer.mail.home", "data.customer.email.home"],
    ["upper(string(data.customer.mail)) + data.mail", "upper(string(data.customer.email)) + data.mail"],
    ['data["customer"]["mail"] == "data.customer.mail"', 'data["customer"].email == "data.customer.mail"'],
    [
      "has(data.customer.mail) ? data.customer.mail : data.x",
      "has(data.customer.email) ? data.customer.email : data.x",
    ],
    ["data.?customer.?mail.orValue(1)", "data.?customer.?email.orValue(1)"],
    ["(data.customer).mail", "(data.customer).email"],
    ["data.customer.mails", "data.customer.mails"],
    ["steps.look-up.customer.mail", "steps.look-up.customer.mail"],
    ["data.customer.", "data.customer."],
  ])("%s", (source, expected) => {
    expect(replaceInExpression(source, mail)).toBe(expected);
  });

  it.each([
    ["data.items[2].price", "data.items[2].cost"],
    ["data.items.map(i, i.price * 2)", "data.items.map(i, i.cost * 2)"],
    [
      "data.items.filter(i, i.price > 1 && data.other.all(o, o.price > i.price))",
      "data.items.filter(i, i.cost > 1 && data.other.all(o, o.price > i.cost))",
    ],
  ])("in items: %s", (source, expected) => {
    expect(replaceInExpression(source, change("data.items[0].price", "data.items[0].cost"))).toBe(expected);
  });

  it("takes names that are no identifiers, and other objects", () => {
    expect(replaceInExpression("data.no + 1", change("data.no", 'data["order no"]'))).toBe(
      'data["order no"] + 1',
    );
    expect(replaceInExpression("size(data.email)", change("data.email", "data.customer.email"))).toBe(
      "size(data.customer.email)",
    );
  });
});

it("changes what stands in braces and in rows, and nothing else", () => {
  const template = {
    to: "{{ data.customer.mail }}",
    text: ["data.customer.mail", "Hi {{data.customer.mail}}!"],
    n: 1,
  };
  expect(replaceInTemplate(template, mail)).toEqual({
    to: "{{ data.customer.email }}",
    text: ["data.customer.mail", "Hi {{ data.customer.email }}!"],
    n: 1,
  });
  const other = { to: "{{data.total}}" };
  expect(replaceInTemplate(other, mail)).toBe(other);
  const row = { field: "data.customer.mail", operator: "is", value: "{{ data.customer.mail }}" } as const;
  const isTotal = { field: "data.total", operator: "gt", value: 1 } as const;
  expect(replaceInCondition({ match: "all", rows: [isTotal, { match: "any", rows: [row] }] }, mail)).toEqual({
    match: "all",
    rows: [
      isTotal,
      {
        match: "any",
        rows: [{ field: "data.customer.email", operator: "is", value: "{{ data.customer.email }}" }],
      },
    ],
  });
  expect(replaceInPath("data.customer.mail[0]", mail)).toBe("data.customer.email[0]");
});
