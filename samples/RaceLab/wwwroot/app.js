import { startRaces } from "./races.js";
import { showDemos } from "./demos.js";
import "./csrf.js";
import "./classics.js";

showDemos(document.querySelector("#demos"));
startRaces();
