// Pictures beside a draft: drawn anew and made small on the phone, so that where they were taken stays behind; sealed one by one
// (field-vault.js), listed by number and size, and never shown: whoever holds the phone sees none of them.
const fieldPhotos = (input, list, words) => {
  const MOST = 6, SIDE = 2000, BYTES = 3 * 1024 * 1024;
  let held = []; // of the draft that stands in the form
  let changed = () => undefined;

  const small = async (file) => {
    const drawn = await createImageBitmap(file), scale = Math.min(1, SIDE / Math.max(drawn.width, drawn.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(drawn.width * scale));
    canvas.height = Math.max(1, Math.round(drawn.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(drawn, 0, 0, canvas.width, canvas.height);
    drawn.close();
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!made || made.size > BYTES) throw new Error("too large");
    return made.arrayBuffer();
  };

  const draw = () => {
    list.replaceChildren(...held.map((one, at) => {
      const made = document.createElement("li"), said = document.createElement("p"), away = document.createElement("button");
      made.className = "seat";
      said.textContent = words.photo.replace("{n}", at + 1).replace("{kb}", Math.ceil(one.size / 1024));
      away.type = "button"; away.className = "btn btn-quiet"; away.textContent = words.photo_drop;
      away.addEventListener("click", async () => {
        await fieldVault.dropPhoto(one.id);
        held = held.filter((other) => other !== one);
        draw();
        await changed();
      });
      made.append(said, away);
      return made;
    }));
    list.hidden = !held.length;
  };

  // What was chosen, each sealed at once; the name of what could not be taken, or "".
  const take = async (vault, draft) => {
    let wrong = "";
    for (const file of [...input.files]) {
      if (held.length >= MOST) { wrong = "photos_most"; break; }
      try {
        const data = await small(file);
        held.push({ id: await fieldVault.keepPhoto(vault, draft, data), size: data.byteLength });
      } catch {
        wrong = "photo_bad";
      }
    }
    input.value = "";
    draw();
    return wrong;
  };

  const load = async (draft) => {
    held = draft ? (await fieldVault.photos(draft)).map(({ id, size }) => ({ id, size })) : [];
    draw();
  };

  return { count: () => held.length, clear: () => { held = []; draw(); }, onChange: (act) => { changed = act; }, take, load };
};
