// Shows how far an import has come; without it a link does the same.
"use strict";
setTimeout(() => window.location.reload(), 2000);
