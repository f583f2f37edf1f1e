/**
 * A request's step with its picture. The picture as it was taken lives here, on a
 * canvas of this page, from the moment the file is opened until the server has
 * accepted its covered copy, another one is taken, or the page goes.
 */
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { Act, Mode } from "../cover/covers";
import { coverPicture, openPicture, PictureError, release, turnPicture } from "../cover/picture";
import { useFinder, type Finder } from "../cover/finder/use-finder";
import { sendPicture } from "./send-picture";
import { advance, beginStep, needsCovers, type Kind, type Step } from "./step";

export interface RequestToAnswer {
  readonly id: string;
  readonly kind: Kind;
  readonly refusals: number;
}

export interface DocumentStep {
  readonly step: Step;
  /** The picture to lay covers over; null before there is one. */
  readonly picture: HTMLCanvasElement | null;
  /** Address of the covered picture, exactly as it will be sent. */
  readonly preview: string | null;
  /** What looks for the number in the picture. */
  readonly finder: Finder;
  readonly choose: (file: File) => void;
  readonly act: (act: Act) => void;
  readonly turn: () => void;
  readonly setMode: (mode: Mode) => void;
  /** Lays the covers where the finder found the number. */
  readonly snap: () => void;
  /** After an answer: the same picture with two windows. */
  readonly toWindows: () => void;
  readonly look: () => void;
  readonly back: () => void;
  readonly send: () => void;
  readonly cancel: () => void;
  readonly retake: () => void;
}

interface Preview {
  readonly blob: Blob;
  readonly url: string;
}

export function useDocumentStep(conversationId: string, request: RequestToAnswer): DocumentStep {
  const [step, dispatch] = useReducer(advance, undefined, () => beginStep(request.kind, request.refusals));
  const [picture, setPicture] = useHeld<HTMLCanvasElement>(release);
  const [preview, setPreview] = useHeld<Preview>(revoke);
  const sending = useRef<AbortController | null>(null);
  useEffect(() => () => sending.current?.abort(), []);

  const finder = useFinder(picture, needsCovers(request.kind));
  const { finding } = finder;
  useEffect(() => {
    if (finding.at === "found") dispatch({ type: "found", proposal: finding.found });
  }, [finding]);

  const choose = useCallback(
    async (file: File) => {
      dispatch({ type: "opening" });
      try {
        const opened = await openPicture(file);
        setPicture(opened);
        dispatch({ type: "opened", size: { width: opened.width, height: opened.height } });
      } catch (error) {
        dispatch({ type: "failed", failure: error instanceof PictureError ? error.code : "UNREADABLE" });
      }
    },
    [setPicture],
  );

  const turn = useCallback(() => {
    if (!picture) return;
    const turned = turnPicture(picture);
    setPicture(turned);
    dispatch({ type: "turned", size: { width: turned.width, height: turned.height } });
  }, [picture, setPicture]);

  const look = useCallback(async () => {
    if (!picture) return;
    const blob = await coverPicture(picture, step.covers);
    setPreview({ blob, url: URL.createObjectURL(blob) });
    dispatch({ type: "look", clientId: crypto.randomUUID() });
  }, [picture, step.covers, setPreview]);

  const send = useCallback(async () => {
    if (!preview || step.at !== "preview") return;
    const calledOff = new AbortController();
    sending.current = calledOff;
    dispatch({ type: "send" });
    const told = await sendPicture({
      conversationId,
      requestId: request.id,
      clientId: step.clientId,
      picture: preview.blob,
      covers: step.covers,
      onProgress: (share) => dispatch({ type: "progress", share }),
      signal: calledOff.signal,
    });
    if (told && "answer" in told) {
      if (told.answer.verdict === "ACCEPTED") {
        setPicture(null);
        setPreview(null);
      }
      dispatch({ type: "answered", answer: told.answer });
    } else {
      dispatch({ type: "stopped", trouble: told?.trouble ?? null });
    }
  }, [conversationId, request.id, preview, step.at, step.clientId, step.covers, setPicture, setPreview]);

  const retake = useCallback(() => {
    setPicture(null);
    setPreview(null);
    dispatch({ type: "retake" });
  }, [setPicture, setPreview]);

  return {
    step,
    picture,
    preview: preview?.url ?? null,
    finder,
    choose: (file) => void choose(file),
    act: useCallback((what) => dispatch({ type: "act", act: what }), []),
    turn,
    setMode: (mode) => dispatch({ type: "mode", mode }),
    snap: () => dispatch({ type: "snap" }),
    toWindows: () => {
      dispatch({ type: "back" });
      dispatch({ type: "mode", mode: "windows" });
    },
    look: () => void look(),
    back: () => dispatch({ type: "back" }),
    send: () => void send(),
    cancel: () => sending.current?.abort(),
    retake,
  };
}

/** State whose former value is let go of when another one comes, and at the end. */
function useHeld<T>(letGo: (value: T) => void): readonly [T | null, (next: T | null) => void] {
  const [value, setValue] = useState<T | null>(null);
  useEffect(() => {
    if (value === null) return;
    return () => letGo(value);
  }, [value, letGo]);
  return [value, setValue];
}

function revoke({ url }: Preview): void {
  URL.revokeObjectURL(url);
}
