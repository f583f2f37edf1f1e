/** Where the thread stands: at the bottom while the reader is there, unmoved when older messages come in. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

interface Options {
  /** Numbers of the first and the last message shown. */
  readonly first: number;
  readonly last: number;
  readonly unsent: number;
  readonly hasOlder: boolean;
  readonly onOlder: () => void;
  /** The end of the thread is before somebody's eyes. */
  readonly onSeen: (() => void) | undefined;
  /** Something came in at the end, where the reader is: what is far above may go. */
  readonly onEnd: () => void;
}

interface ThreadScroll {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** Goes above the first message: seeing it asks for older ones. */
  readonly top: RefObject<HTMLDivElement | null>;
  /** How many messages came in below what the reader sees. */
  readonly below: number;
  readonly toBottom: () => void;
}

/** This near the end counts as the end, in pixels: a line and a half. */
const near = 48;

export function useThreadScroll(options: Options): ThreadScroll {
  const { first, last, unsent, onSeen, onEnd } = options;
  const ref = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [seenSeq, setSeenSeq] = useState(last);

  const look = useCallback(() => {
    const box = ref.current;
    if (!box) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < near;
    if (!atEnd.current) return;
    setSeenSeq(last);
    if (document.visibilityState === "visible" && document.hasFocus()) onSeen?.();
  }, [last, onSeen]);

  const toBottom = useCallback(() => {
    const box = ref.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, []);

  useKeptPlace(ref, first);

  useLayoutEffect(() => {
    if (atEnd.current) toBottom();
    look();
  }, [last, unsent, look, toBottom]);

  useEffect(() => {
    if (atEnd.current) onEnd();
  }, [last, onEnd]);

  useEffect(() => {
    if (unsent > 0) toBottom(); // what one has just written is what one wants to see
  }, [unsent, toBottom]);

  useEffect(() => {
    const box = ref.current;
    const sizes = new ResizeObserver(() => {
      if (atEnd.current) toBottom();
    });
    // A row may grow after it came: a card takes the place of a line.
    const rows = new MutationObserver(() => {
      if (atEnd.current) toBottom();
    });
    if (box) {
      sizes.observe(box);
      rows.observe(box, { childList: true, subtree: true });
    }
    box?.addEventListener("scroll", look, { passive: true });
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    return () => {
      sizes.disconnect();
      rows.disconnect();
      box?.removeEventListener("scroll", look);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
    };
  }, [look, toBottom]);

  useOlder(ref, top, options);
  return { ref, top, below: Math.max(0, last - Math.max(seenSeq, first - 1)), toBottom };
}

/** Holds on to the row that was first when others are put before it. */
function useKeptPlace(ref: RefObject<HTMLDivElement | null>, first: number): void {
  const held = useRef({ first, offset: 0 });
  useLayoutEffect(() => {
    const offset = (seq: number) => ref.current?.querySelector<HTMLElement>(`[data-seq="${seq}"]`)?.offsetTop ?? 0;
    const box = ref.current;
    if (box && first < held.current.first) box.scrollTop += offset(held.current.first) - held.current.offset;
    held.current = { first, offset: offset(first) };
  }, [ref, first]);
}

/** Asks for older messages when the top comes near. */
function useOlder(
  ref: RefObject<HTMLDivElement | null>,
  top: RefObject<HTMLDivElement | null>,
  { first, hasOlder, onOlder }: Options,
): void {
  useEffect(() => {
    const mark = top.current;
    if (!mark || !hasOlder) return;
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some((e) => e.isIntersecting)) onOlder();
      },
      { root: ref.current, rootMargin: "400px 0px 0px 0px" },
    );
    seen.observe(mark);
    return () => seen.disconnect();
  }, [ref, top, first, hasOlder, onOlder]);
}
