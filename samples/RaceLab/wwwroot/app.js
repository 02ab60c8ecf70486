import "./csrf.js";
import "./classics.js";
