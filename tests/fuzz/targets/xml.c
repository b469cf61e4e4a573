/* INbreast's lists of regions. */
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) list = fuzz_lay ("20586908.xml", bytes, length);

  fuzz_truth ("20586908_6c613a14b80a8591_MG_R_CC_ANON.dcm", 3328, 4084);
}

static void
seed (GPtrArray *seeds)
{
  fuzz_add_text (seeds, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>"
                 "<key>Images</key><array><dict><key>ImageIndex</key><integer>0</integer>"
                 "<key>ROIs</key><array><dict><key>Name</key>"
                 "<string>Calcification</string><key>Point_px</key><array><string>(1234.500000, 567.250000)</string>"
                 "<string>(1236.5, 569.0)</string></array></dict><dict><key>Name</key><string>Cluster</string>"
                 "<key>Point_px</key><array><string>(1, 2)</string></array></dict></array></dict></array></dict>"
                 "</plist>\n");
}

const FuzzTarget fuzz_target_xml = { .id = "xml", .run = run, .seed = seed };
