// Every page that sends knows every kind, in the order in which they go out: what builds on another comes after it.

import { checkIns } from "./check_in";
import { encounters } from "./encounter";
import { register } from "./item";
import { leadEntries } from "./lead_entry";
import { notes } from "./note";
import { undone } from "./undo";
import { undoneCheckIns } from "./undo_check_in";

register("ENCOUNTER", encounters);
register("NOTE", notes);
register("UNDO", undone);
register("CHECK_IN", checkIns);
register("UNDO_CHECK_IN", undoneCheckIns);
register("LEAD_ENTRY", leadEntries);
