/* What every file of pipeline includes, read once where Meson is told -Db_pch=true (widgets/pch/cs-gtk.h). */
#define _GNU_SOURCE   /* a file that asks for it comes too late here */
#include <gio/gio.h>
