/**
 * The finder beside the editor: it loads when a picture of a card is there, unless the
 * person saves data, and tells where the number lies. Covering by hand works from the
 * first second and goes on working whatever becomes of it.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Ask, Found, Told } from "./finder.worker";

/**
 * asking: 18 MB would have to be loaded over a slow or counted connection, so the person is asked.
 * off: this browser can't, or nothing is to be found on this kind of picture.
 */
export type Finding =
  | { readonly at: "off" | "asking" | "loading" | "looking" | "none" | "failed" }
  | { readonly at: "found"; readonly found: Found };

export interface Finder {
  readonly finding: Finding;
  /** The person wants it loaded all the same, or tried again. */
  readonly begin: () => void;
}

/** Looks for the number in the picture; again for every other picture. */
export function useFinder(picture: HTMLCanvasElement | null, wanted: boolean): Finder {
  const [agreed, setAgreed] = useState(() => !savesData());
  const [told, setTold] = useState<{ readonly of: HTMLCanvasElement; readonly finding: Finding } | null>(null);
  const worker = useRef<FinderWorker | null>(null);
  useEffect(() => () => worker.current?.end(), []);
  const looks = wanted && able();

  useEffect(() => {
    if (!picture || !looks || !agreed) return;
    worker.current ??= new FinderWorker();
    const finder = worker.current;
    let over = false;
    const tell = (finding: Finding) => {
      if (!over) setTold({ of: picture, finding });
    };
    finder.find(picture, () => tell({ at: "looking" })).then(
      (found) => tell(found ? { at: "found", found } : { at: "none" }),
      () => {
        finder.end();
        if (worker.current === finder) worker.current = null;
        tell({ at: "failed" });
      },
    );
    return () => {
      over = true;
    };
  }, [picture, looks, agreed]);

  const finding = useMemo((): Finding => {
    if (!picture || !looks) return { at: "off" };
    if (!agreed) return { at: "asking" };
    return told?.of === picture ? told.finding : { at: "loading" };
  }, [picture, looks, agreed, told]);
  return { finding, begin: useCallback(() => setAgreed(true), []) };
}

/** The worker with what waits for it. */
class FinderWorker {
  ready = false;
  private readonly worker = new Worker(new URL("./finder.worker.ts", import.meta.url), { type: "module", name: "finder" });
  private readonly waiting = new Map<number, { done: (found: Found | null) => void; failed: (e: Error) => void }>();
  private readonly onReady = new Set<() => void>();
  private next = 1;

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<Told>) => this.hear(data);
    this.worker.onerror = () => this.fail("the finder could not be started");
  }

  async find(picture: HTMLCanvasElement, onReady: () => void): Promise<Found | null> {
    const bitmap = await createImageBitmap(picture);
    if (this.ready) onReady();
    else this.onReady.add(onReady);
    const id = this.next++;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done, failed });
      const ask: Ask = { id, picture: bitmap };
      this.worker.postMessage(ask, [bitmap]);
    });
  }

  end(): void {
    this.worker.terminate();
    this.fail("ended");
  }

  private hear(data: Told): void {
    if (data.told === "ready") {
      this.ready = true;
      for (const tell of this.onReady) tell();
      this.onReady.clear();
      return;
    }
    if (data.told === "failed" && data.id === null) {
      this.fail(data.why);
      return;
    }
    const waiting = this.waiting.get(data.id ?? 0);
    this.waiting.delete(data.id ?? 0);
    if (data.told === "found") waiting?.done(data.found);
    else waiting?.failed(new Error(data.why));
  }

  private fail(why: string): void {
    for (const { failed } of this.waiting.values()) failed(new Error(why));
    this.waiting.clear();
  }
}

/** Whether this browser can run it at all. */
function able(): boolean {
  return typeof Worker === "function" && typeof OffscreenCanvas === "function" && typeof WebAssembly === "object";
}

interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

/** Data saving on, or 2G or 3G (Network Information API, where the browser has it). */
function savesData(): boolean {
  const { connection } = navigator as Navigator & { readonly connection?: Connection };
  return connection?.saveData === true || ["slow-2g", "2g", "3g"].includes(connection?.effectiveType ?? "");
}
