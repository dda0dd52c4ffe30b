// Every page that sends knows every kind, in the order in which they go out: what builds on another comes after it.

import { checkIns } from "./check_in";
import { encounters } from "./encounter";
import { register } from "./item";
import { leadEntries } from "./lead_entry";
import { notes } from "./note";
import { undone } from "./undo";

register("ENCOUNTER", encounters);
register("NOTE", notes);
register("UNDO", undone);
register("CHECK_IN", checkIns);
register("LEAD_ENTRY", leadEntries);
