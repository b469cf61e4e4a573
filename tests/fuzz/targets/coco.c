/* COCO's JSON, with masks as polygons, counts and packed counts. */
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) file = fuzz_lay ("marks.json", bytes, length);

  fuzz_marks ("coco", file);
}

static void
seed (GPtrArray *seeds)
{
  g_ptr_array_add (seeds, fuzz_write_record ("coco"));
  fuzz_add_text (seeds, "{\"images\":[{\"id\":1,\"file_name\":\"film.dcm\",\"width\":200,\"height\":100}],"
                 "\"categories\":[{\"id\":1,\"name\":\"calcification\"},{\"id\":2,\"name\":\"other\"}],"
                 "\"annotations\":[{\"id\":1,\"image_id\":1,\"category_id\":1,\"bbox\":[10,10,8,4],"
                 "\"segmentation\":[[10,10,18,10,18,14]]},"
                 "{\"id\":2,\"image_id\":1,\"category_id\":2,\"bbox\":[30,10,8,4],\"segmentation\":{\"size\":[100,200],"
                 "\"counts\":[3010,4,96,4,16886]}},{\"id\":3,\"image_id\":1,\"category_id\":1,\"bbox\":[0,0,2,2],"
                 "\"segmentation\":{\"size\":[100,200],\"counts\":\"02R2NdZc0\"}}]}\n");
}

const FuzzTarget fuzz_target_coco = { .id = "coco", .run = run, .seed = seed };
