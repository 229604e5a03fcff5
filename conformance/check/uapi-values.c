// SPDX-License-Identifier: GPL-2.0-only
/* Prints what uapi.h amounts to with the headers that it is built with. */
#include <stddef.h>
#include <stdio.h>

#include "uapi.h"

#define VALUE(name) printf("%s\t0x%llx\n", #name, (unsigned long long)(name))

int main(void)
{
	VALUE(UFFD_FEATURE_WP_UNPOPULATED);
	VALUE(UFFD_FEATURE_POISON);
	VALUE(UFFD_FEATURE_WP_ASYNC);
	VALUE(UFFD_FEATURE_MOVE);
	VALUE(UFFD_FEATURE_RWP);
	VALUE(UFFD_FEATURE_RWP_ASYNC);
	VALUE(UFFDIO_REGISTER_MODE_RWP);
	VALUE(UFFD_PAGEFAULT_FLAG_RWP);
	VALUE(_UFFDIO_POISON);
	VALUE(UFFDIO_POISON);
	VALUE(UFFDIO_POISON_MODE_DONTWAKE);
	VALUE(sizeof(struct uffdio_poison));
	VALUE(offsetof(struct uffdio_poison, range));
	VALUE(offsetof(struct uffdio_poison, mode));
	VALUE(offsetof(struct uffdio_poison, updated));
	VALUE(_UFFDIO_MOVE);
	VALUE(UFFDIO_MOVE);
	VALUE(UFFDIO_MOVE_MODE_DONTWAKE);
	VALUE(sizeof(struct uffdio_move));
	VALUE(offsetof(struct uffdio_move, dst));
	VALUE(offsetof(struct uffdio_move, src));
	VALUE(offsetof(struct uffdio_move, len));
	VALUE(offsetof(struct uffdio_move, mode));
	VALUE(offsetof(struct uffdio_move, move));
	VALUE(_UFFDIO_RWPROTECT);
	VALUE(UFFDIO_RWPROTECT);
	VALUE(UFFDIO_RWPROTECT_MODE_RWP);
	VALUE(UFFDIO_RWPROTECT_MODE_DONTWAKE);
	VALUE(sizeof(struct uffdio_rwprotect));
	VALUE(offsetof(struct uffdio_rwprotect, range));
	VALUE(offsetof(struct uffdio_rwprotect, mode));
	VALUE(_UFFDIO_SET_MODE);
	VALUE(UFFDIO_SET_MODE);
	VALUE(sizeof(struct uffdio_set_mode));
	VALUE(offsetof(struct uffdio_set_mode, enable));
	VALUE(offsetof(struct uffdio_set_mode, disable));
	VALUE(PAGEMAP_SCAN);
	VALUE(PAGE_IS_WRITTEN);
	VALUE(PAGE_IS_PRESENT);
	VALUE(PAGE_IS_SWAPPED);
	VALUE(PAGE_IS_PFNZERO);
	VALUE(PAGE_IS_HUGE);
	VALUE(PAGE_IS_ACCESSED);
	VALUE(sizeof(struct page_region));
	VALUE(offsetof(struct page_region, start));
	VALUE(offsetof(struct page_region, end));
	VALUE(offsetof(struct page_region, categories));
	VALUE(sizeof(struct pm_scan_arg));
	VALUE(offsetof(struct pm_scan_arg, size));
	VALUE(offsetof(struct pm_scan_arg, flags));
	VALUE(offsetof(struct pm_scan_arg, start));
	VALUE(offsetof(struct pm_scan_arg, end));
	VALUE(offsetof(struct pm_scan_arg, walk_end));
	VALUE(offsetof(struct pm_scan_arg, vec));
	VALUE(offsetof(struct pm_scan_arg, vec_len));
	VALUE(offsetof(struct pm_scan_arg, max_pages));
	VALUE(offsetof(struct pm_scan_arg, category_inverted));
	VALUE(offsetof(struct pm_scan_arg, category_mask));
	VALUE(offsetof(struct pm_scan_arg, category_anyof_mask));
	VALUE(offsetof(struct pm_scan_arg, return_mask));
	VALUE(MADV_COLLAPSE);
	return 0;
}
