/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The MC146818 real-time clock: its registers (MC146818A data sheet, "Registers"). */
#ifndef DRIVERS_RTC_H
#define DRIVERS_RTC_H

#define RTC_SECONDS   0x00
#define RTC_MINUTES   0x02
#define RTC_HOURS     0x04
#define RTC_WEEKDAY   0x06
#define RTC_DAY	      0x07
#define RTC_MONTH     0x08
#define RTC_YEAR      0x09

#define RTC_REG_A     0x0a
#define RTC_A_UPDATE  0x80 /* an update is in progress or near */
#define RTC_A_RUNNING 0x26 /* 32768 Hz crystal, 1024 Hz periodic rate */
#define RTC_REG_B     0x0b
#define RTC_B_SET     0x80 /* the clock stands still */
#define RTC_B_BINARY  0x04 /* else BCD */
#define RTC_B_24_HOUR 0x02 /* else 12 hours; alone: BCD, all interrupts off */
#define RTC_REG_C     0x0c /* interrupt flags, cleared by reading */
#define RTC_REG_D     0x0d
#define RTC_D_VALID   0x80 /* the battery has held since this register was last read */

#endif
