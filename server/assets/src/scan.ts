import "./scan/code";
