// One subscription over graphql-transport-ws. The connection is open only while the page is in sight, so that pages
// behind it cost nothing and the browser may keep them for the way back; whoever comes back asks for what they missed.

const PROTOCOL = "graphql-transport-ws";
const SETTLED = 250; // ms; a page that is only passed through opens nothing
const FIRST_WAIT = 1_000; // ms; doubled each time
const LONGEST_WAIT = 30_000; // ms
const REFUSED = (code: number): boolean => code >= 4400 && code < 4500; // to ask again would change nothing

interface Message<T> {
  readonly type: string;
  readonly payload?: { readonly data?: T | null };
}

/** Calls `heard` with the data of each event, for as long as there is the page. `variables` are asked each time. */
export function listen<T>(query: string, variables: () => Record<string, unknown>, heard: (data: T) => void): void {
  let socket: WebSocket | null = null;
  let waiting = 0;
  let wait = FIRST_WAIT;
  let refused = false;

  function open(): void {
    clearTimeout(waiting);
    if (socket || refused || document.visibilityState === "hidden") return;
    const made = (socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/graphql`, PROTOCOL));
    const say = (message: object): void => made.send(JSON.stringify(message));
    made.addEventListener("open", () => (socket === made ? say({ type: "connection_init" }) : made.close(1000)));
    made.addEventListener("message", (event: MessageEvent<string>) => {
      const message = JSON.parse(event.data) as Message<T>;
      if (message.type === "connection_ack") {
        wait = FIRST_WAIT;
        say({ id: "1", type: "subscribe", payload: { query, variables: variables() } });
      } else if (message.type === "next" && message.payload?.data) heard(message.payload.data);
      else if (message.type === "ping") say({ type: "pong" });
      else if (message.type === "error") refused = true;
    });
    made.addEventListener("close", (event) => {
      if (socket !== made) return;
      socket = null;
      refused ||= REFUSED(event.code);
      waiting = setTimeout(open, wait * (0.5 + Math.random())); // not all pages of a hall at once
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  function close(): void {
    clearTimeout(waiting);
    if (socket?.readyState === WebSocket.OPEN) socket.close(1000); // one that is not yet open closes itself then
    socket = null;
  }

  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && open());
  addEventListener("online", () => {
    close(); // what was open before may be dead without knowing it
    open();
  });
  waiting = setTimeout(open, SETTLED);
}
