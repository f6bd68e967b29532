import type { FlowDocument } from "@/flow/document/flow-document";
import { faultsText, parseFlow } from "@/flow/document/parse-flow";
import { AppError } from "../app-error";

/**
 * Reads a document from the database, whatever format it was saved in.
 * @throws Error when it cannot be read: it was checked when it was saved, so this is a fault of the server
 */
export function storedDocument(stored: unknown): FlowDocument {
  const { document, faults } = parseFlow(stored);
  if (document === undefined) throw new Error(`A stored flow cannot be read: ${faultsText(faults)}`);
  return document;
}

/**
 * Reads a document that came from outside.
 * @throws AppError `bad-input` with one line per fault
 */
export function givenDocument(given: unknown): FlowDocument {
  const { document, faults } = parseFlow(given);
  if (document === undefined) throw new AppError("bad-input", faultsText(faults), { faults });
  return document;
}
