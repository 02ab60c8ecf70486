// Fills <section id="classics">.
