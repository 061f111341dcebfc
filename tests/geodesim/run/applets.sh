# SPDX-License-Identifier: GPL-2.0-or-later
# Several hundred invocations of busybox applets; the output must not depend on the machine.
# $BB is the busybox to run; each line counts.

T=${TMPDIR:-/tmp}/applets.$$
mkdir -p $T
cd $T || exit 1
count=0
run()
{
	count=$((count + 1))
	"$BB" "$@"
	echo "[$count:$?]"
}

$BB awk 'BEGIN { for (i = 1; i <= 400; i++) print i, i * i % 977, "word" i % 17 }' >table
$BB seq 1 500 | $BB awk '{ printf "%c", 65 + ($1 * 7) % 26; if ($1 % 61 == 0) print "" }' >text

for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
	run expr $n \* 37 + $((n * n)) % 5
	run printf '%05d|%x|%o|%s\n' $n $((n * 99)) $((n * 7)) n$n
	run seq $n 3 $((n + 9))
	run head -n $n table
	run tail -n $n table
	run cut -d' ' -f 1,3 table | run head -n 2
	run sed -n "$n,$((n + 2))p" table
	run grep -c "word$n\$" table
	run awk -v n=$n '$1 % n == 0 { s += $2 } END { print s, int(s / n), sqrt(n) }' table
	run basename /usr/lib/x$n.so .so
	run dirname /usr/lib$n/x
	run factor $((n * 7919 * 13))
	run dc -e "$n 3 ^ 17 + p"
	run tr 'a-m' 'n-z' <text | run md5sum
	run sort -k2,2n -k1,1r table | run tail -n $n | run cksum
	run dd if=table bs=$((n * 10)) count=3 skip=$n 2>/dev/null | run od -An -tx1 | run head -n 3
	run sha1sum <table
	run cmp table table
	run mkdir -p d$n/e/f
	run touch d$n/e/f/g
	run find d$n -type f
	run test -f d$n/e/f/g
	run rm -r d$n
done
for algorithm in md5sum sha1sum sha256sum sha512sum sha3sum cksum sum; do
	run $algorithm table
	run $algorithm text
done
for level in 1 2 3 4 5 6 7 8 9; do
	run gzip -$level -c table | run gunzip -c | run md5sum
	run bzip2 -$level -c text | run bunzip2 -c | run md5sum
done
run sort -u -k3,3 table
run uniq -c text
run fold -w 33 text
run nl text
run tac text
run rev text
run wc table text
run paste table table | run head -n 4
run comm -12 table table | run tail -n 2
run diff table text | run head -n 6
run expand text | run unexpand -a
run split -l 100 table part.
run cat part.aa part.ab part.ac part.ad
run tar cf x.tar table text
run tar tf x.tar
run tar xOf x.tar text
run cpio -o -H newc </dev/null
run uuencode table table | run md5sum
run base64 text | run base64 -d | run md5sum
run xxd text | run head -n 5
run hexdump -C text | run tail -n 3
run strings text
run tee copy <text
run cmp copy text
run ln -s text link
run readlink link
run stat -c %s text
run chmod 640 text
run stat -c %a text
run mv copy moved
run cp moved again
run ls
run env -i A=1 $BB env
run sh -c 'i=0; while [ $i -lt 50 ]; do i=$((i + 1)); done; echo $i'
run xargs -n 7 echo <text
run date -u -d @1000000000 +%Y-%m-%dT%H:%M:%S
run cal 6 2007
run bc <<END
2^200 + 12345678901234567890 * 987654321
scale=30
1 / 7
sqrt(2)
END
run crc32 table
run true
run false
run sleep 0
run which nothing
run getopt ab:c -a -b x y
run seq 1 2000 | run shuf -n 0
run timeout 5 $BB echo in time
run nohup $BB echo kept going
run od -c text | run head -n 2
cd / && $BB rm -r $T
echo TOTAL $count
