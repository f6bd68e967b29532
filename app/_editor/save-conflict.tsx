"use client";

import { useState } from "react";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { formatTime } from "@/app/_ui/format-time";
import { MarkedText } from "@/app/_ui/marked-text";
import { countedChanges, diffFlows } from "@/flow/diff/diff-flows";
import { conflictWords } from "@/flow/merge/conflict-words";
import type { DraftSaver } from "./state/draft-saver";
import { useEditor } from "./state/editor-context";
import type { SaveState } from "./state/editor-store";

type Conflict = Extract<SaveState, { kind: "conflict" }>;

/** Somebody else saved meanwhile, and both changed the same. */
export function SaveConflict({ saver }: { readonly saver: DraftSaver }) {
  const save = useEditor((state) => state.save);
  if (save.kind !== "conflict") return null;
  return save.questions ? (
    <Questions saver={saver} save={save} questions={save.questions} />
  ) : (
    <WholeConflict saver={saver} save={save} />
  );
}

interface QuestionsProps {
  readonly saver: DraftSaver;
  readonly save: Conflict;
  readonly questions: NonNullable<Conflict["questions"]>;
}

/** One question per part; everything else is joined already. */
function Questions({ saver, save, questions }: QuestionsProps) {
  const mine = useEditor((state) => state.document);
  const nodes = useEditor((state) => state.nodes);
  const { theirs, by } = save;
  return (
    <ul aria-label={`What ${by} and you both changed`} className="max-h-48 overflow-y-auto">
      {questions.map((question) => {
        const words = conflictWords(question.conflict, { mine, theirs, nodes, by });
        return (
          <li key={question.conflict.key}>
            <Banner
              tone="wait"
              flush
              actions={
                <>
                  <Button size="dense" onClick={() => void saver.answer(question, "mine")}>
                    Keep mine
                  </Button>
                  <Button size="dense" onClick={() => void saver.answer(question, "theirs")}>
                    Take {by}’s
                  </Button>
                </>
              }
            >
              <MarkedText>{words}</MarkedText>
            </Banner>
          </li>
        );
      })}
    </ul>
  );
}

/** The two could not be joined part by part: compare, keep one's own, or take theirs. */
function WholeConflict({ saver, save }: { readonly saver: DraftSaver; readonly save: Conflict }) {
  const document = useEditor((state) => state.document);
  const nodes = useEditor((state) => state.nodes);
  const [isComparing, setComparing] = useState(false);
  const { theirs, version, by, at } = save;
  const keepMine = () => void saver.keepMine(version);
  const takeTheirs = () => saver.takeTheirs(theirs, version, at);
  return (
    <>
      <Banner
        tone="wait"
        flush
        actions={
          <>
            <Button size="dense" onClick={() => setComparing(true)}>
              Compare
            </Button>
            <Button size="dense" onClick={keepMine}>
              Keep mine
            </Button>
            <Button size="dense" onClick={takeTheirs}>
              Take {by}’s
            </Button>
          </>
        }
      >
        {by} changed this flow at {formatTime(at, new Date())}. Your version differs.
      </Banner>
      <Dialog
        open={isComparing}
        onOpenChange={setComparing}
        title={`What you have and ${by} has not`}
        footer={<DialogCancel>Close</DialogCancel>}
      >
        <ul className="flex max-h-80 flex-col gap-1 overflow-y-auto text-dense">
          {countedChanges(diffFlows(theirs, document, nodes)).map((change) => (
            <li key={`${change.kind} ${change.message}`}>
              <MarkedText>{change.message}</MarkedText>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
