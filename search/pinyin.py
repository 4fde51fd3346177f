"""Titles by their sound: syllables and initials, in a field of their own; and Latin letters read as syllables.

The field holds the syllables of each run of Han characters ("zhu can fu wu"), and then the pairs of their initials
("~zc ~cf ~fw"): letters are looked up in pairs as characters are.
"""

import re
from functools import cache, lru_cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.seg.mmseg import seg

from .analysis import units

MOST_LETTERS = 40  # longer input is no pinyin
LETTERS = re.compile(r"[a-zü']+(?: [a-zü']+)*")
GAP = "~"
# All that characters of GB 2312 are read as; made from pypinyin, which takes seconds to say it.
SYLLABLES = frozenset(
    """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen
    ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong
    cou cu cuan cui cun cuo da dai dan dang dao de dei deng di dia dian diao die ding diu dong dou du duan dui dun
    duo e ei en er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai
    guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia
    jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua
    kuai kuan kuang kui kun kuo la lai lan lang lao le lei len leng li lia lian liang liao lie lin ling liu lo
    long lou lu luan lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na
    nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nuo nv nve o ou pa pai
    pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu
    quan que qun ran rang rao re ren reng ri rong rou ru ruan rui run ruo sa sai san sang sao se sen seng sha shai
    shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan
    sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang
    wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin
    ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen
    zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
    """.split()  # noqa: SIM905  (a list would be four hundred lines)
)

BEGINNINGS = frozenset(syllable[:n] for syllable in SYLLABLES for n in range(1, len(syllable) + 1))


@cache
def _readings(char: str) -> tuple[str, ...]:
    found = PINYIN_DICT.get(ord(char), "")
    return tuple(dict.fromkeys(_plain(to_normal(one)) for one in found.split(","))) if found else ()


def _plain(syllable: str) -> str:
    return syllable.replace("ü", "v")


@lru_cache(maxsize=10_000)
def syllables(run: str) -> tuple[str, ...]:
    """The syllables of a run of Han characters, without tones."""
    return tuple(sound for word in seg.cut(run) for sound in _sounds(word))


@lru_cache(maxsize=50_000)
def _sounds(word: str) -> tuple[str, ...]:
    """The syllables of one word as pypinyin cuts them: read once, for reading it costs a hundred times the cutting."""
    if len(word) > 1:
        return tuple(_plain(one) for one in lazy_pinyin([word]))
    return (_readings(word)[0] if _readings(word) else word,)


def tokens(title: str) -> list[str]:
    """What the pinyin field holds of a title."""
    sounds, initials = [], []
    for unit in units(title):
        if unit.kind == "han":
            found = syllables(unit.text)
            sounds += found
            initials += letter_pairs([one[0] for one in found])
    return [*sounds, GAP, *initials] if sounds else []


def letter_pairs(letters) -> list[str]:
    letters = list(letters)
    return [f"{GAP}{a}{b}" for a, b in zip(letters, letters[1:], strict=False)]


def begins_syllable(letters: str) -> bool:
    return letters.replace("ü", "v") in BEGINNINGS


@lru_cache(maxsize=2_000)
def readings(text: str, most: int = 3) -> tuple[tuple[str, ...], ...]:
    """Latin letters cut into syllables, in at most `most` ways, fewest syllables first; () where they are no pinyin."""
    text = text.strip().lower().replace("ü", "v")
    if not text or len(text) > MOST_LETTERS or not LETTERS.fullmatch(text):
        return ()
    known = SYLLABLES
    ways = [()]
    for word in re.split(r"[ ']+", text):
        cut = _cut(word, known)
        ways = [(*way, *one) for way in ways for one in cut][:most]
        if not ways:
            return ()
    return tuple(ways)


def _cut(word: str, known) -> list[tuple[str, ...]]:
    """All ways (the shortest eight) in which a word is a row of syllables."""
    at = {0: [()]}
    for end in range(1, len(word) + 1):
        found = [
            (*way, word[start:end])
            for start in range(max(0, end - 6), end)
            if word[start:end] in known
            for way in at.get(start, ())
        ]
        at[end] = sorted(found, key=len)[:8]
    return at[len(word)]
