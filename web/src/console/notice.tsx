/** A word at the bottom of the desk that goes by itself. */
import { useCallback, useEffect, useState } from "react";
import classes from "./desk.module.css";

/** How long it stays, in milliseconds. */
const stays = 6_000;

export function useNotice(): readonly [string, (text: string) => void] {
  const [notice, setNotice] = useState({ text: "", at: 0 });
  useEffect(() => {
    if (notice.text === "") return;
    const timer = setTimeout(() => setNotice({ text: "", at: 0 }), stays);
    return () => clearTimeout(timer);
  }, [notice]);
  const tell = useCallback((text: string) => setNotice({ text, at: Date.now() }), []);
  return [notice.text, tell];
}

export function Notice({ notice }: { readonly notice: string }) {
  return (
    <div role="status" className={classes.noticePlace}>
      {notice !== "" && <p className={classes.notice}>{notice}</p>}
    </div>
  );
}
