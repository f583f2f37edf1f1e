/** Ends the session here and goes where the server says, perhaps to end it at the provider too. */
export async function signOut(): Promise<boolean> {
  try {
    const answer = await fetch("/auth/workforce/signout", {
      method: "POST",
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    if (!answer.ok) return false;
    const said: unknown = await answer.json();
    location.assign(nextOf(said) ?? "/console");
    return true;
  } catch {
    return false;
  }
}

function nextOf(said: unknown): string | null {
  return typeof said === "object" && said !== null && "next" in said && typeof said.next === "string" ? said.next : null;
}
