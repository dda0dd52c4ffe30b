// What is known of a person before the server answers, and how it is said.

/** The fields of a person that an answer is made of. */
export interface PersonSeen {
  headline: string | null;
  worksFor: string | null;
  jobTitle: string | null;
  pronouns: string | null;
  email: string | null;
  telephone: string | null;
  programme: string | null;
  url: string | null;
  photo: string | null;
  resume: string | null;
}

/** What this phone knows of somebody whose badge it sees. */
export interface Seen {
  name: string | null;
  about: string | null;
  shares: string | null;
  contact: string | null;
  tags: readonly string[];
  /** When and where one last met; null where one did not, as far as this phone knows. */
  at?: Date | null;
  where?: string | null;
  zone?: string;
  /** What speaks against the badge, by the list that this phone has of the event. */
  doubt?: string;
  /** It was replaced or taken back, by that list. */
  ended?: boolean;
}

const LABELS = {
  pronouns: "pronouns",
  email: "email",
  telephone: "phone",
  programme: "programme",
  url: "website",
  photo: "photo",
  resume: "résumé",
} as const;

export function about(person: PersonSeen | null): string | null {
  const work = [person?.jobTitle, person?.worksFor].filter(Boolean).join(", ");
  return work || person?.headline || null;
}

/** In words; null where it is no more than is shown already. */
export function shares(person: PersonSeen | null): string | null {
  const given = Object.entries(LABELS).filter(([field]) => person?.[field as keyof typeof LABELS]);
  if (!given.length) return null;
  const list = new Intl.ListFormat("en-GB").format(given.map(([, label]) => label));
  return `Shares ${list} with you.`;
}

/** As in "at Energy Days, 14 October 2025"; the day in the zone of the place. */
export function before({ at, where, zone }: Pick<Seen, "at" | "where" | "zone">): string {
  const here = zone ? { timeZone: zone } : {};
  const day = at?.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", ...here });
  const time = at?.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", ...here });
  const today = at && at.toDateString() === new Date().toDateString();
  return [where && `at ${where}`, today ? `today at ${time}` : day].filter(Boolean).join(", ");
}
