import * as z from "zod";
import { flowPicture } from "@/flow/graph/flow-picture";
import { definitions } from "@/nodes/registry/definitions.gen";
import { useCase } from "../use-case";
import { templates } from "./read-templates";

/** The gallery: every template with its picture and what there is to see. */
export const listTemplates = useCase("flow.read", z.object({}), async () =>
  templates().map(({ id, title, summary, group, see, document }) => ({
    id,
    title,
    summary,
    group,
    see,
    picture: flowPicture(document, definitions),
    topics: document.topics.map(({ name }) => name),
  })),
);
